// Pictures for the map, drawn on a canvas at double size: marks of events, circles of many.
import { radiusOf } from "./placing.js";
import { OTHER, typeOf } from "./types.js";

const RATIO = 2;

function pen(size) {
  const canvas = new OffscreenCanvas(size * RATIO, size * RATIO);
  const made = canvas.getContext("2d", { willReadFrequently: true }); // kept off the graphics card, from which reading back is slow
  made.scale(RATIO, RATIO);
  return made;
}

const picture = (made) => made.getImageData(0, 0, made.canvas.width, made.canvas.height);

// The mark of a type with its side as outline and letter; `rough`: the place is known only as an area, so a dashed ring is around it.
export function markImage(type, side, rough) {
  const hollow = type === OTHER;
  return {
    key: `mark ${type.shape} ${side?.letter ?? ""}${side?.colour ?? ""} ${rough}`,
    draw() {
      const size = 32;
      const made = pen(size);
      if (rough) {
        made.beginPath();
        made.arc(size / 2, size / 2, 14.5, 0, 2 * Math.PI);
        made.fillStyle = "#ffffff80";
        made.fill();
        made.setLineDash([3, 2.5]);
        made.strokeStyle = type.colour;
        made.lineWidth = 1.3;
        made.stroke();
        made.setLineDash([]);
      }
      const scale = rough ? 1.05 : 1.25;
      made.translate(size / 2 - 8 * scale, size / 2 - 8 * scale);
      made.scale(scale, scale);
      const shape = new Path2D(type.path);
      made.lineJoin = "round";
      made.strokeStyle = "#fff";
      made.lineWidth = 4.4;
      made.stroke(shape);
      made.strokeStyle = hollow ? type.colour : (side?.colour ?? "#fff");
      made.lineWidth = 2.2;
      made.stroke(shape);
      made.fillStyle = hollow ? "#fff" : type.colour;
      made.fill(shape);
      if (side) {
        made.fillStyle = hollow ? side.colour : "#fff";
        made.font = "bold 7.5px system-ui, sans-serif";
        made.textAlign = "center";
        made.textBaseline = "alphabetic";
        made.fillText(side.letter, 8, type.shape === "triangle" ? 12.2 : 10.8);
      }
      return picture(made);
    },
  };
}

// A circle whose size tells how many events it stands for, whose ring which types they are, in sixteenths.
export function clusterImage(cluster) {
  const radius = radiusOf(cluster.n);
  const shares = Object.entries(cluster.types).sort((a, b) => b[1] - a[1]).map(([name, n]) => [typeOf(name), Math.max(1, Math.round((16 * n) / cluster.n))]);
  const whole = shares.reduce((sum, [, share]) => sum + share, 0);
  return {
    key: `cluster ${radius} ${shares.map(([type, share]) => type.shape + share).join(" ")}`,
    draw() {
      const size = 2 * radius + 4;
      const made = pen(size);
      made.translate(size / 2, size / 2);
      made.beginPath();
      made.arc(0, 0, radius + 1.5, 0, 2 * Math.PI);
      made.fillStyle = "#ffffffee";
      made.fill();
      let angle = -Math.PI / 2;
      made.lineWidth = 4.5;
      for (const [type, share] of shares) {
        const turn = (share / whole) * 2 * Math.PI;
        made.beginPath();
        made.arc(0, 0, radius - 2, angle, angle + turn);
        made.strokeStyle = type.colour;
        made.stroke();
        angle += turn;
      }
      return picture(made);
    },
  };
}
