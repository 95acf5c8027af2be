// The map of the Laender, with points that one cannot see left out: it is drawn into pages, not loaded beside them.
import map from "@svg-maps/germany";

// Points nearer than this to the line between their neighbours are dropped; the map is 586 units wide, and borders
// are drawn wider than the gaps that this can leave between two neighbours.
const tolerance = 0.7;

export function germany() {
  const states = {};
  for (const { id, path } of map.locations) states[id.toUpperCase()] = outlines(path).map(draw).join("");
  return { viewBox: map.viewBox, attribution: "svg-maps/germany, CC BY 4.0, simplified", states };
}

// outlines reads what the source has, relative moves with closing: each begins relative to where the one before began.
function outlines(path) {
  if (/[^mz\d\s.,-]/.test(path)) throw new Error("the map has path commands that are not understood");
  let start = [0, 0];
  return path.split("m").slice(1).map((part) => {
    const numbers = part.match(/-?\d*\.?\d+/g).map(Number);
    let at = start;
    const points = [];
    for (let i = 0; i < numbers.length; i += 2) points.push((at = [at[0] + numbers[i], at[1] + numbers[i + 1]]));
    start = points[0];
    return points;
  });
}

function draw(points) {
  const kept = simplify(points);
  if (kept.length < 3) return "";
  let [x, y] = [0, 0];
  const steps = kept.map(([px, py]) => {
    const step = [tenths(px) - x, tenths(py) - y];
    [x, y] = [tenths(px), tenths(py)];
    return step.map((n) => n / 10).join(" ");
  });
  const first = kept[0].map((n) => tenths(n) / 10).join(" ");
  return `M${first}l${steps.slice(1).join(" ").replaceAll(" -", "-")}z`;
}

const tenths = (n) => Math.round(n * 10);

// simplify is the algorithm of Ramer, Douglas and Peucker.
function simplify(points) {
  if (points.length < 3) return points;
  const last = points.length - 1;
  let [worst, at] = [0, 0];
  for (let i = 1; i < last; i++) {
    const d = distance(points[i], points[0], points[last]);
    if (d > worst) [worst, at] = [d, i];
  }
  if (worst <= tolerance) return [points[0], points[last]];
  return [...simplify(points.slice(0, at + 1)).slice(0, -1), ...simplify(points.slice(at))];
}

// distance from p to the line from a to b; to a itself when the outline comes back to where it began.
function distance(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy);
  if (length < 0.01) return Math.hypot(p[0] - a[0], p[1] - a[1]);
  return Math.abs(dy * p[0] - dx * p[1] + b[0] * a[1] - b[1] * a[0]) / length;
}
