"""Who may do what at the desk, and what hostile pages and forms of other sites cannot do there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.errors import StoreError
from dateline.linked import event_ids
from dateline.serve import accounts
from dateline.serve.app import create_app
from dateline.serve.people import ROLES
from dateline.serve.running import open_desk
from dateline.serve.security import CSRF_COOKIE, HEADERS
from dateline.store import Store, open_store
from tests.export.coded_reports import report
from tests.serve.hostile import EACH, PAYLOADS, faults, hostile, routes

BASE = "http://127.0.0.1"
SECRET = "seven grey herons wade"
TOKEN = "t" * 43
STREAMS = re.compile(r"/progress$|/stream$|/follow$")
"""Routes that answer until the browser goes: they are not walked."""

EVERYONE = "everyone"
WRITES: Mapping[tuple[str, str], tuple[str, Mapping[str, str]]] = {
    ("POST", "/actors/edit"): ("coder", {"id": "x", "act": "preview"}),
    ("POST", "/reliability"): ("coder", {"name": "x", "act": "preview"}),
    ("POST", "/reliability/{number}/remove"): ("coder", {}),
    ("POST", "/places"): ("coder", {"name": "x", "act": "preview"}),
    ("POST", "/login"): (EVERYONE, {"name": "x", "password": "y"}),
    ("POST", "/logout"): ("viewer", {}),
    ("POST", "/account/password"): ("viewer", {"old": "x", "new": "y", "again": "z"}),
    ("POST", "/review/assign"): ("adjudicator", {"who": "", "event": "1"}),
    ("POST", "/review/add/{sighting}"): ("coder", {"start": "x"}),
    ("POST", "/review/undo"): ("coder", {"number": "1000"}),
    ("POST", "/review/merge"): ("coder", {"one": "E-none", "other": "DL-1000"}),
    ("POST", "/review/split"): ("coder", {"one": "E-none"}),
    ("POST", "/review/unbond"): ("coder", {"number": "1000", "one": "E-none"}),
    ("POST", "/review/{event_report}"): ("coder", {"do": "accept"}),
    ("POST", "/double/give"): ("adjudicator", {"sighting": "S-x", "to": "a"}),
    ("POST", "/double/code/{number}/add"): ("coder", {}),
    ("POST", "/double/code/{number}/undo"): ("coder", {"review": "9999"}),
    ("POST", "/double/code/{number}/done"): ("coder", {}),
    ("POST", "/double/code/{number}/{event_report}"): ("coder", {}),
    ("POST", "/double/{sighting}"): ("adjudicator", {}),
    ("POST", "/add"): ("coder", {"text": " "}),
    ("POST", "/add/{number}/again"): ("coder", {}),
    ("POST", "/watch"): ("coder", {"source": "ftp://example.org/feed"}),
    ("POST", "/watch/{number}/{what}"): ("coder", {}),
    ("POST", "/team"): ("admin", {"name": "UPPER", "role": "viewer", "password": SECRET}),
    ("POST", "/team/{name}/role"): ("admin", {"role": "none"}),
    ("POST", "/team/{name}/active"): ("admin", {"active": "true"}),
    ("POST", "/team/{name}/password"): ("admin", {"password": "short"}),
}
"""Each route that writes: the least role that may, and a form that is whole, so that nothing but the role refuses it. A new route belongs here."""
READS = {
    "/actors/edit": "coder",
    "/team": "admin",
    "/team/log": "admin",
    "/reports/{sighting}/original": "coder",
    "/double/{sighting}": "adjudicator",
} | dict.fromkeys(
    ("/add", "/add/{number}", "/watch", "/review", "/review/add/{sighting}", "/review/{key}", "/double", "/double/code/{number}"), "coder"
)
"""The least role of each page that is not for viewers."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a linked store of one honest report and many hostile ones, with an account for each role."""
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as made:
        made.add(report())
        for n in range(0, len(PAYLOADS), EACH):
            made.add(hostile(n))
        for role in ROLES:
            accounts.add_account(made.people, f"a-{role}", role, SECRET)
        yield made


@pytest.fixture(scope="module")
def team(store: Store) -> FastAPI:
    """Return the desk with accounts."""
    return create_app(open_desk(store, load(), team=True))


@pytest.fixture(scope="module")
def alone(store: Store, team: FastAPI) -> FastAPI:
    """Return the desk of one person."""
    return create_app(open_desk(store, load()))


@pytest.fixture(scope="module")
def sessions(store: Store) -> dict[str, str]:
    """Return the token of a session for each role."""
    return {role: accounts.sign_in(store.people, f"a-{role}", SECRET, "192.0.2.1") for role in ROLES}


def client(app: FastAPI, token: str | None = None, *, csrf: bool = True) -> TestClient:
    """Return a browser, signed in by a token, whose forms carry the right one against forgery."""
    made = TestClient(app, base_url=BASE, follow_redirects=False, raise_server_exceptions=False)
    if token:
        made.cookies.set(accounts.SESSION_COOKIE, token, domain="127.0.0.1")
    if csrf:
        made.cookies.set(CSRF_COOKIE, TOKEN, domain="127.0.0.1")
        made.headers["x-csrf-token"] = TOKEN
    return made


def filled(path: str, store: Store) -> str:
    """Return an address of a route, with the parts of its pattern filled in from the store."""
    first = next(iter(store.reports()))
    sighting, event_report = first.page.sighting.id, next(iter(event_ids(first).values()))
    known = {
        "event": "DL-1",
        "event_report": event_report,
        "key": "DL-1",
        "name": "a-viewer",
        "sighting": sighting,
        "report": sighting,
        "format": "jsonl",
    }
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: known.get(found[1], "1"), path)


# ---------------------------------------------------------------- headers and hosts


def test_every_answer_carries_the_policy(alone: FastAPI, store: Store) -> None:
    browser = client(alone)
    walked = 0
    for method, path in routes(alone):
        if STREAMS.search(path) or path == "/logout":
            continue
        answer = browser.request(method, filled(path, store))
        assert answer.status_code != 500, (method, path, answer.text[:300])
        for name, value in HEADERS.items():
            if name == "content-security-policy":
                assert "default-src 'none'" in answer.headers[name], path
                script = next((part for part in answer.headers[name].split("; ") if part.startswith("script-src ")), "script-src 'none'")
                assert "unsafe" not in script, path
            else:
                assert answer.headers[name] == value, (path, name)
        walked += 1
    assert walked >= 12
    for path in ("/static/desk.css", "/static/none.js", "/no/such/page", "/api/v1/none"):
        assert browser.get(path).headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_an_internal_error_is_guarded_too_and_tells_nothing(store: Store) -> None:
    app = create_app(open_desk(store, load()))

    @app.get("/breaks")
    def breaks() -> None:
        raise RuntimeError("a secret of the house")

    answer = client(app).get("/breaks")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]
    assert "secret of the house" not in answer.text


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8440",
        "127.0.0.1.evil.example",
        "",
        "localhost.",
        "169.254.169.254",
        "[::2]",
        "127.0.0.1:8440@evil.example",
        "127.0.0.1:8440, evil",
    ],
)
def test_other_names_of_the_host_are_refused(alone: FastAPI, host: str) -> None:
    answer = client(alone).get("/api/v1/events", headers={"host": host})
    assert answer.status_code == 421
    assert "DL-" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8440", "localhost", "LOCALHOST:1", "[::1]:8440"])
def test_own_names_of_the_host_are_answered(alone: FastAPI, host: str) -> None:
    assert client(alone).get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "....//app.py", "..\\app.py", "/etc/passwd", "vendor/../../people.py", "desk.css%00.py"],
)
def test_static_files_lead_nowhere_else(alone: FastAPI, path: str) -> None:
    answer = client(alone).get(f"/static/{path}")
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text


# ---------------------------------------------------------------- forgery


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-csrf-token": ""},
        {"x-csrf-token": "u" * 43},
        {"x-csrf-token": TOKEN, "origin": "http://evil.example"},
        {"x-csrf-token": TOKEN, "origin": "http://127.0.0.1.evil.example"},
        {"x-csrf-token": TOKEN, "origin": "http://127.0.0.1:9999"},
        {"x-csrf-token": TOKEN, "sec-fetch-site": "cross-site"},
        {"x-csrf-token": TOKEN, "sec-fetch-site": "same-site"},
    ],
)
def test_forms_of_other_sites_are_refused_everywhere(alone: FastAPI, store: Store, headers: dict[str, str]) -> None:
    browser = client(alone)
    del browser.headers["x-csrf-token"]
    asked = 0
    for method, path in routes(alone):
        if method in ("GET", "HEAD"):
            continue
        form = WRITES.get((method, path), ("", {}))[1]
        answer = browser.request(method, filled(path, store), data=dict(form), headers=headers)
        assert answer.status_code == 403, (method, path, answer.text[:200])
        asked += 1
    assert asked >= 7


def test_a_token_without_its_cookie_is_refused(alone: FastAPI) -> None:
    browser = client(alone)
    browser.cookies.clear()
    assert browser.post("/logout").status_code == 403


def test_the_token_of_a_page_is_taken(alone: FastAPI) -> None:
    browser = client(alone, csrf=False)
    page = browser.get("/")
    token = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
    assert token
    assert browser.post("/logout", data={"csrf": token[1]}, headers={"origin": BASE}).status_code == 303


# ---------------------------------------------------------------- who may


def test_every_route_that_writes_has_its_role(alone: FastAPI) -> None:
    assert {(method, path) for method, path in routes(alone) if method not in ("GET", "HEAD", "OPTIONS")} <= set(WRITES)


def test_roles_are_held_to_what_they_may(team: FastAPI, store: Store, sessions: dict[str, str]) -> None:
    walked = [one for one in routes(team) if one[0] not in ("GET", "HEAD", "OPTIONS")]
    assert len(walked) >= 7
    for method, path in walked:
        least, form = WRITES[method, path]
        if least == EVERYONE:
            continue
        address = filled(path, store)
        assert client(team).request(method, address, data=dict(form)).status_code == 401, path
        for role in ROLES:
            if path == "/logout":
                continue
            answer = client(team, sessions[role]).request(method, address, data=dict(form))
            allowed = ROLES.index(role) >= ROLES.index(least)
            assert (answer.status_code not in (401, 403)) == allowed, (path, role, answer.status_code, answer.text[:200])
            assert answer.status_code < 500, (path, role)


def test_pages_are_for_those_who_are_signed_in(team: FastAPI, store: Store, sessions: dict[str, str]) -> None:
    for method, path in routes(team):
        if method != "GET" or path == "/login" or STREAMS.search(path):
            continue
        address = filled(path, store)
        answer = client(team).get(address)
        if path.startswith("/api/"):
            assert answer.status_code == 401, path
            assert answer.json()["error"]["what"]
        else:
            assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next={quote(address, safe='')}"), path
        assert "DL-1" not in answer.text
        fragment = client(team).get(address, headers={"hx-request": "true"})
        assert fragment.status_code == 401, path
        for role in ROLES:
            allowed = ROLES.index(role) >= ROLES.index(READS.get(path, "viewer"))
            status = client(team, sessions[role]).get(address).status_code
            assert (status != 403) == allowed, (path, role)
            assert status < 500, (path, role)
    assert client(team).get("/static/desk.css").status_code == 200
    assert client(team).get("/login").status_code == 200


def test_viewers_see_private_persons_masked(team: FastAPI, store: Store, sessions: dict[str, str]) -> None:
    for method, path in routes(team):
        if method == "GET" and not STREAMS.search(path):
            assert "Veshko" not in client(team, sessions["viewer"]).get(filled(path, store)).text, path


# ---------------------------------------------------------------- signing in


def login(browser: TestClient, name: str, password: str, **more: str) -> tuple[int, str]:
    answer = browser.post("/login", data={"name": name, "password": password, **more})
    return answer.status_code, answer.headers.get("location", "")


def test_signing_in_and_out(team: FastAPI, store: Store) -> None:
    browser = client(team)
    answer = browser.post("/login", data={"name": "a-coder", "password": SECRET, "next": "/events/DL-1?x=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/events/DL-1?x=1")
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith(accounts.SESSION_COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    token = browser.cookies[accounts.SESSION_COOKIE]
    assert browser.get("/").status_code == 200
    with store._engine.connect() as connection:
        kept = [row[0] for row in connection.exec_driver_sql("SELECT token FROM sessions")]
    assert token not in kept
    assert browser.post("/logout", headers={"x-csrf-token": browser.cookies[CSRF_COOKIE]}).status_code == 303
    assert client(team, token).get("/api/v1/events").status_code == 401


def test_over_tls_cookies_stay_on_tls(team: FastAPI) -> None:
    browser = TestClient(team, base_url="https://127.0.0.1", follow_redirects=False)
    browser.cookies.set(CSRF_COOKIE, TOKEN)
    answer = browser.post("/login", data={"name": "a-coder", "password": SECRET}, headers={"x-csrf-token": TOKEN})
    assert answer.status_code == 303
    assert all("Secure" in line for line in answer.headers.get_list("set-cookie"))


def test_a_session_put_there_by_another_is_not_kept(team: FastAPI, store: Store) -> None:
    browser = client(team, "x" * 43)
    assert login(browser, "a-coder", SECRET)[0] == 303
    first = {cookie.value for cookie in browser.cookies.jar if cookie.name == accounts.SESSION_COOKIE} - {"x" * 43}
    assert first
    assert client(team, "x" * 43).get("/api/v1/events").status_code == 401
    old = first.pop()
    again = client(team, old)
    assert login(again, "a-coder", SECRET)[0] == 303
    assert again.cookies[accounts.SESSION_COOKIE] != old
    assert again.cookies[CSRF_COOKIE] != TOKEN
    assert client(team, old).get("/api/v1/events").status_code == 401


@pytest.mark.parametrize(
    "given",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example", "", "x", "/a\r\nb: c",
     "/%0d%0aset-cookie:x", "///evil.example", " //evil.example", "/" + "a" * 1999],
)  # fmt: skip
def test_next_leads_nowhere_else(given: str) -> None:
    found = accounts.local_path(given)
    assert found == given if given.startswith(("/%0d", "/aa")) else found == "/"


def test_the_page_to_sign_in_takes_no_other_way(team: FastAPI) -> None:
    page = client(team).get("/login?next=//evil.example")
    assert "evil.example" not in page.text
    assert login(client(team), "a-coder", SECRET, next="https://evil.example/") == (303, "/")


def test_wrong_passwords_have_to_wait_by_account(team: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "WRONG_OF_A_NAME", 3)
    browser = client(team)
    for name in ("a-viewer", "nobody"):  # a name that is unknown is treated as one that is known
        assert [login(browser, name, "wrong")[0] for _ in range(5)] == [401, 401, 401, 429, 429]
    assert login(browser, "A-Viewer ", SECRET)[0] == 429
    assert login(browser, "a-coder", SECRET)[0] == 303


def test_wrong_passwords_have_to_wait_by_address(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "WRONG_OF_AN_ADDRESS", 3)
    monkeypatch.setattr(accounts, "right", lambda account, password: password == SECRET)
    people = store.people

    def status(name: str, password: str, address: str) -> int:
        try:
            accounts.sign_in(people, name, password, address)
        except accounts.DeskError as error:
            return error.status
        return 200

    near, far = "2001:db8:1:2::1", "2001:db8:1:3::1"
    assert [status(f"n{n}", "wrong", near) for n in range(4)] == [401, 401, 401, 429]
    assert status("a-admin", SECRET, "2001:db8:1:2:ffff::9") == 429  # the same network
    assert status("a-admin", SECRET, far) == 200
    assert [status(f"m{n}", "wrong", far) for n in range(3)] == [401, 401, 401]  # a right one gives back no more than itself
    assert status("a-admin", SECRET, far) == 429


def test_a_name_that_is_unknown_costs_as_much(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = accounts._hasher()

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            asked.append(kept.split("$")[1:4])
            return real.verify(kept, password)

    monkeypatch.setattr(accounts, "_hasher", Counting)
    assert not accounts.right(None, "wrong")
    assert not accounts.right(store.people.account("a-coder"), "wrong")
    assert len(asked) == 2
    assert asked[0] == asked[1]  # argon2id with the same parameters


# ---------------------------------------------------------------- accounts


def test_another_password_or_deactivation_ends_sessions(team: FastAPI, store: Store) -> None:
    accounts.add_account(store.people, "ida", "coder", SECRET)
    here, there = client(team), client(team)
    for browser in (here, there):
        assert login(browser, "ida", SECRET)[0] == 303
        browser.headers["x-csrf-token"] = browser.cookies[CSRF_COOKIE]
    new = "eight brown owls wait"
    assert here.post("/account/password", data={"old": "wrong", "new": new, "again": new}).status_code == 401
    assert here.post("/account/password", data={"old": SECRET, "new": new, "again": new}).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/api/v1/events").status_code == 401
    assert login(client(team), "ida", SECRET)[0] == 401
    store.people.change("ida", role="viewer")
    assert here.post("/team", data={"name": "x", "role": "admin", "password": SECRET}).status_code == 403
    store.people.change("ida", active=False)
    assert here.get("/api/v1/events").status_code == 401
    assert login(client(team), "ida", new)[0] == 401


def test_sessions_end_when_idle_and_at_last(team: FastAPI, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    token = accounts.sign_in(store.people, "a-coder", SECRET, "192.0.2.7")
    now = accounts._now()
    monkeypatch.setattr(accounts, "_now", lambda: now + accounts.IDLE * 0.9)
    assert accounts.signed_in(store.people, token)
    monkeypatch.setattr(accounts, "_now", lambda: now + accounts.IDLE * 1.8)
    assert accounts.signed_in(store.people, token)  # used meanwhile
    monkeypatch.setattr(accounts, "_now", lambda: now + accounts.IDLE * 2.9)
    assert accounts.signed_in(store.people, token) is None
    day = accounts.IDLE / 2
    fresh = accounts.sign_in(store.people, "a-coder", SECRET, "192.0.2.7")
    begun, used = now + accounts.IDLE * 2.9, 0
    while used * day < accounts.LONGEST:
        monkeypatch.setattr(accounts, "_now", lambda used=used: begun + used * day)
        assert accounts.signed_in(store.people, fresh), used
        used += 1
    monkeypatch.setattr(accounts, "_now", lambda: begun + accounts.LONGEST)
    assert accounts.signed_in(store.people, fresh) is None


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [("", "viewer", SECRET), ("Ida", "viewer", SECRET), ("local", "viewer", SECRET), ("a b", "viewer", SECRET), ("<b>", "viewer", SECRET),
     ("x" * 41, "viewer", SECRET), ("eva", "owner", SECRET), ("eva", "viewer", "short"), ("eva", "viewer", "aaaaaaaaaaaaaa"),
     ("evangeline", "viewer", "evangeline1"), ("eva", "viewer", "x" * 501)],
)  # fmt: skip
def test_accounts_that_cannot_be(store: Store, name: str, role: str, password: str) -> None:
    with pytest.raises(accounts.DeskError):
        accounts.add_account(store.people, name, role, password)


def test_the_last_admin_stays(store: Store) -> None:
    for change in ({"role": "coder"}, {"active": False}):
        with pytest.raises(StoreError, match="no active admin"):
            store.people.change("a-admin", **change)  # type: ignore[arg-type]
    account = store.people.account("a-admin")
    assert account is not None
    assert account.active
    assert account.role == "admin"


def test_every_write_is_in_the_log(team: FastAPI, store: Store, sessions: dict[str, str]) -> None:
    client(team, sessions["admin"]).post("/team", data={"name": "lea", "role": "coder", "password": SECRET})
    client(team, sessions["viewer"]).post("/team/lea/role", data={"role": "admin"})
    client(team).post("/team/lea/role", data={"role": "admin"})
    lines = store.people.log(limit=3)
    assert [(line.who, line.on, line.details["status"]) for line in lines] == [
        ("-", None, 401), ("a-viewer", None, 403), ("a-admin", "lea", 303),
    ]  # fmt: skip
    assert lines[2].did == "add account as coder"
    assert lines[0].details["path"] == "/team/lea/role"
    page = client(team, sessions["admin"]).get("/team/log").text
    assert "add account as coder" in page
    assert SECRET not in str(store.people.log(limit=1000))


def test_the_log_is_kept_without_accounts_too(alone: FastAPI, store: Store) -> None:
    client(alone).post("/logout")
    (line,) = store.people.log(limit=1)
    assert (line.who, line.did, line.details["status"]) == ("local", "POST /logout", 303)


# ---------------------------------------------------------------- hostile reports


def test_the_check_sees_what_would_run() -> None:
    for payload in PAYLOADS[:6]:
        assert faults(f"<p>{payload}</p><input value=\"{payload}\"><input value='{payload}'>"), payload
    assert faults('<a href=" java\tscript:alert(1)">x</a>')
    assert faults("<script>1</script>")
    assert not faults('<script src="/static/desk.js"></script><a href="https://a.example/">a</a><a href="?x=javascript:1">b</a>')


def test_no_page_lets_reports_run_anything(alone: FastAPI, store: Store) -> None:
    browser = client(alone)
    reports = list(store.reports())
    sightings = [one.page.sighting.id for one in reports]
    walked = 0
    for method, path in routes(alone):
        if method != "GET" or STREAMS.search(path):
            continue
        several = "{" in path and not path.endswith("{form}")
        for n in range(len(sightings) if several else 1):
            address = re.sub(r"\{(event|key)\}", f"DL-{1 + 5 * n}", path)
            address = re.sub(r"\{(sighting|report)\}", sightings[n], address)
            walked += _harmless(browser.get(filled(address, store)), address)
    assert walked >= 4


def test_no_page_lets_an_address_run_anything(alone: FastAPI, store: Store) -> None:
    browser = client(alone)
    names = ("q", "actor", "place", "outlet", "from", "type", "next", "at", "who", "name", "url", "ids", "sort")
    for method, path in routes(alone):
        if method == "GET" and not STREAMS.search(path):
            for n in range(0, len(PAYLOADS), EACH):
                given = {name: PAYLOADS[(n + k) % len(PAYLOADS)] for k, name in enumerate(names)}
                _harmless(browser.get(f"{filled(path, store)}?{urlencode(given)}"), path)
    for payload in PAYLOADS:
        _harmless(browser.get(f"/{quote(payload, safe='')}"), payload)


def _harmless(answer: object, path: str) -> bool:
    """Check an answer; return whether it was a page."""
    assert hasattr(answer, "status_code")
    assert hasattr(answer, "headers")
    assert hasattr(answer, "text")
    assert answer.status_code != 500, path
    kind = answer.headers.get("content-type", "")
    assert answer.headers["x-content-type-options"] == "nosniff"
    if kind == "application/octet-stream":
        assert answer.headers["content-disposition"].startswith("attachment"), path
        return False
    if answer.headers.get("content-disposition", "").startswith("attachment"):
        assert "script" not in answer.headers["content-security-policy"].replace("script-src 'self'", ""), path
        return False  # a file to save: tests of its page look into it
    if not kind.startswith("text/html"):
        assert kind.split(";")[0] in (
            "", "application/json", "application/geo+json", "application/zip", "text/csv", "text/plain", "application/x-ndjson",
        ), (path, kind)  # fmt: skip
    if not kind.startswith("text/html"):
        return False
    assert faults(answer.text) == [], path
    assert "1337" not in answer.text or "7 * 191" in answer.text
    return True


def test_the_file_of_the_store_holds_no_password(store: Store) -> None:
    store.people.accounts()
    assert SECRET.encode() not in Path(store._where).read_bytes()
