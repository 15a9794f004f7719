import { addLocalDays, daysBetween } from "@/lib/dates";

type Day = { day: string; funds: bigint; committed: bigint; left: bigint };
type Told =
  | { kind: "not-enough-history" }
  | { kind: "forecast"; weekly: bigint; lowest: bigint; highest: bigint; exhaustedOn: string | null };

export type Box = { width: number; height: number };
export type Point = readonly [x: number, y: number];

const margin = { top: 16, right: 1, bottom: 24, left: 1 };

/**
 * Where everything of a burndown stands on a drawing of this size. Days are counted on the calendar; amounts become
 * numbers here only, as coordinates.
 */
export function drawBurndown(
  { width, height }: Box,
  {
    days,
    today,
    funds,
    validThrough,
    told,
    thresholds,
  }: {
    /** closing figures by day, oldest first, at least one */
    days: readonly Day[];
    today: string;
    funds: bigint;
    validThrough: string | null;
    told: Told;
    thresholds: readonly number[];
  },
) {
  const first = days[0]?.day ?? today;
  const last = lastDay(first, today, validThrough, told);
  const span = Math.max(1, daysBetween(first, last));
  const amounts = days.flatMap((day) => [Number(day.funds), Number(day.left)]);
  const top = Math.max(1, Number(funds), ...amounts);
  const bottom = Math.min(0, ...days.map((day) => Number(day.left)));
  const x = (day: string) => margin.left + (daysBetween(first, day) / span) * (width - margin.left - margin.right);
  const y = (minor: number) => margin.top + ((top - minor) / (top - bottom)) * (height - margin.top - margin.bottom);

  const steps = (of: (day: Day) => number): Point[] =>
    days.flatMap((day, index): Point[] => {
      const until = days[index + 1]?.day ?? today;
      return [
        [x(day.day), y(of(day))],
        [x(until), y(of(day))],
      ];
    });
  const left = steps((day) => Number(day.left));
  const spoken = steps((day) => Math.max(Math.min(0, Number(day.left)), Number(day.left - day.committed)));
  const now = Number(days.at(-1)?.left ?? 0n);
  const ahead = daysBetween(today, last);
  const reach = (weekly: bigint): Point => {
    const daily = Number(weekly) / 7;
    const days = daily > 0 ? Math.min(ahead, Math.max(0, now) / daily) : ahead;
    return [x(today) + ((x(last) - x(today)) * days) / Math.max(1, ahead), y(Math.max(0, now) - daily * days)];
  };
  const from: Point = [x(today), y(Math.max(0, now))];
  const forecast =
    told.kind === "forecast" && now > 0 && ahead > 0
      ? {
          line: [from, reach(told.weekly)],
          wedge: [from, reach(told.highest), ...corner(reach(told.highest), reach(told.lowest)), reach(told.lowest)],
          end: told.exhaustedOn !== null && told.exhaustedOn <= last ? reach(told.weekly) : null,
        }
      : null;
  return {
    left: path(left),
    committed: area(left, spoken),
    forecast: forecast && { line: path(forecast.line), wedge: `${path(forecast.wedge)}Z`, end: forecast.end },
    zero: y(0),
    top: y(top),
    topAmount: top,
    today: x(today),
    validThrough: validThrough !== null && validThrough >= first && validThrough <= last ? x(validThrough) : null,
    thresholds: spread(
      thresholds.map((percent) => ({ percent, y: y((Number(funds) * (100 - percent)) / 100) })),
      height - margin.bottom,
    ),
    ends: { first, last },
    floor: height - margin.bottom,
  };
}

/**
 * The drawing ends a week after the order's last day or the end of the forecast, whichever is later. A last day is shown
 * up to a year ahead; a forecast as far ahead as the drawing looks back, at least twelve weeks.
 */
function lastDay(first: string, today: string, validThrough: string | null, told: Told): string {
  const far = addLocalDays(today, 365);
  const near = addLocalDays(today, Math.max(84, daysBetween(first, today)));
  const dry = told.kind === "forecast" ? (told.exhaustedOn ?? far) : null;
  const ends = [
    today,
    ...(validThrough !== null && validThrough <= far ? [validThrough] : []),
    ...(dry === null ? [] : [dry < near ? dry : near]),
  ];
  return addLocalDays(ends.toSorted().at(-1) ?? today, 7);
}

/** Where the fast end of the range lies on zero and the slow one does not, the area goes round the corner. */
const corner = ([, fast]: Point, [slowX, slow]: Point): Point[] => (fast > slow ? [[slowX, fast]] : []);

const round = (value: number) => Math.round(value * 10) / 10;
const path = (points: readonly Point[]) =>
  points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
const area = (upper: readonly Point[], lower: readonly Point[]) =>
  `${path(upper)}${path(lower.toReversed()).replace("M", "L")}Z`;

/** Labels of lines that lie close are pushed apart, upwards from the floor. */
function spread(lines: { percent: number; y: number }[], floor: number) {
  let free = floor - 4;
  return lines
    .toSorted((a, b) => b.y - a.y)
    .map((line) => {
      const label = Math.min(line.y - 4, free);
      free = label - 14;
      return { ...line, label };
    });
}
