"""What the store tells, as people read it: cells in words, tolls, origins, credibility. The command line and the desk share it."""
