import { cn } from "@/lib/cn";
import { formatDay, formatShortLocalDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import type { BurndownDay } from "@/lib/orders/burndown";
import type { Forecast } from "@/lib/orders/forecast";
import { type Box, drawBurndown } from "./burndown-scale";

type BurndownProps = {
  number: string;
  currency: string;
  /** total funds and what is left now, minor units */
  funds: bigint;
  left: bigint;
  days: readonly BurndownDay[];
  forecast: Forecast;
  today: string;
  now: Date;
  validThrough: string | null;
  thresholds: readonly number[];
};

/**
 * What is left of a purchase order by day, drawn on the server: committed as a band, the forecast with its range,
 * thresholds and the last day as lines (product.md §4). The same numbers stand in a table below.
 */
export function Burndown(props: BurndownProps) {
  const told = forecastText(props);
  const drawn = drawBurndown(wide, { ...props, told: props.forecast });
  return (
    <figure className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <figcaption>
        <p className="max-w-[65ch]">{told}</p>
      </figcaption>
      <Drawing {...props} told={told} box={wide} name="wide" className="max-sm:hidden" />
      <Drawing {...props} told={told} box={narrow} name="narrow" className="sm:hidden" />
      <Legend forecast={props.forecast} thresholds={props.thresholds} lastDay={drawn.validThrough !== null} />
      <Numbers {...props} />
    </figure>
  );
}

const wide = { width: 720, height: 280 };
const narrow = { width: 340, height: 240 };

/** The forecast in words: the pace, the day, the range, and what is left on the last day. */
function forecastText({ left, currency, forecast: told, validThrough }: BurndownProps): string {
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const stands = `${money(left)} is left.`;
  if (told.kind === "not-enough-history") return `${stands} Not enough history for a forecast.`;
  const pace = `At ${money(told.weekly)} a week, the mean of the last four full weeks,`;
  const on = (day: string | null) => (day ? `on ${formatDay(day)}` : "never");
  const range = `by the fastest of them ${on(told.earliest)}, by the slowest ${on(told.latest)}`;
  const dry = told.exhaustedOn
    ? `${pace} it is used up ${on(told.exhaustedOn)}; ${range}.`
    : `${pace} it is not used up within a hundred years.`;
  const used = left <= 0n ? "It is used up." : dry;
  if (told.leftAtEnd === null || !validThrough) return `${stands} ${used}`;
  const end = formatDay(validThrough);
  return told.leftAtEnd >= 0n
    ? `${stands} ${used} On ${end}, its last day, ${money(told.leftAtEnd)} would be left.`
    : `${stands} ${used} By ${end}, its last day, ${money(-told.leftAtEnd)} would be missing.`;
}

/** Words lie on lines and areas: a rim in the colour of the sheet keeps them readable. */
const label = "stroke-sheet stroke-4 [paint-order:stroke] [stroke-linejoin:round]";

type DrawingProps = BurndownProps & { told: string; box: Box; name: string; className: string };

function Drawing({
  number,
  currency,
  funds,
  days,
  forecast,
  today,
  now,
  validThrough,
  thresholds,
  told,
  box,
  name,
  className,
}: DrawingProps) {
  const at = drawBurndown(box, { days, today, funds, validThrough, told: forecast, thresholds });
  const { width, height } = box;
  const day = (text: string) => formatShortLocalDay(text, now);
  const late = at.validThrough !== null && at.validThrough > width * 0.7;
  const todayLabel = Math.min(Math.max(at.today, 60), width - 60);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`burndown-${name}-title burndown-${name}-says`}
      className={cn("h-auto w-full overflow-visible text-xs tabular-nums", className)}
    >
      <title id={`burndown-${name}-title`}>{`Burndown of PO ${number}`}</title>
      <desc id={`burndown-${name}-says`}>{`What is left by day, with the committed part as a band. ${told}`}</desc>
      <line x1={0} x2={width} y1={at.top} y2={at.top} className="stroke-line" />
      <text x={0} y={at.top - 5} className={cn(label, "fill-ink-soft")}>
        {formatMoney({ minor: BigInt(Math.round(at.topAmount)), currency })}
      </text>
      <line x1={0} x2={width} y1={at.zero} y2={at.zero} className="stroke-edge" />
      {at.thresholds.map(({ percent, y, label: base }) => (
        <g key={percent}>
          <line x1={0} x2={width} y1={y} y2={y} strokeDasharray="2 4" className="stroke-warn" />
          <text x={width} y={base} textAnchor="end" className={cn(label, "fill-warn")}>
            {percent} % spent
          </text>
        </g>
      ))}
      {at.forecast && <path d={at.forecast.wedge} className="fill-action/10" />}
      <path d={at.committed} className="fill-action/25" />
      {at.validThrough !== null && validThrough && (
        <g>
          <line x1={at.validThrough} x2={at.validThrough} y1={at.top} y2={at.floor} className="stroke-bad" />
          <text
            x={at.validThrough + (late ? -5 : 5)}
            y={at.top + 14}
            textAnchor={late ? "end" : "start"}
            className={cn(label, "fill-bad")}
          >
            last day {day(validThrough)}
          </text>
        </g>
      )}
      <path d={at.left} className="fill-none stroke-ink stroke-2" strokeLinejoin="round" />
      {at.forecast && <path d={at.forecast.line} strokeDasharray="6 4" className="fill-none stroke-action stroke-2" />}
      {at.forecast?.end && <circle cx={at.forecast.end[0]} cy={at.forecast.end[1]} r={4} className="fill-action" />}
      <line x1={at.today} x2={at.today} y1={at.floor} y2={at.floor + 5} className="stroke-ink" />
      <text x={0} y={height - 4} className={cn(label, "fill-ink-soft")}>
        {at.ends.first === today ? "" : day(at.ends.first)}
      </text>
      <text x={todayLabel} y={height - 4} textAnchor="middle" className={cn(label, "fill-ink font-medium")}>
        today
      </text>
      <text x={width} y={height - 4} textAnchor="end" className={cn(label, "fill-ink-soft")}>
        {day(at.ends.last)}
      </text>
    </svg>
  );
}

function Legend({
  forecast,
  thresholds,
  lastDay,
}: Pick<BurndownProps, "forecast" | "thresholds"> & { lastDay: boolean }) {
  const items = [
    { label: "Left", look: "h-0.5 bg-ink" },
    { label: "of it committed", look: "h-2.5 bg-action/25" },
    ...(forecast.kind === "forecast"
      ? [
          { label: "Forecast", look: "h-0 border-t-2 border-dashed border-action" },
          { label: "its range", look: "h-2.5 bg-action/10" },
        ]
      : []),
    ...(thresholds.length > 0 ? [{ label: "Threshold", look: "h-0 border-t border-dashed border-warn" }] : []),
    ...(lastDay ? [{ label: "Last day", look: "h-3 w-0! border-s border-bad" }] : []),
  ];
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-soft">
      {items.map(({ label, look }) => (
        <li key={label} className="inline-flex items-center gap-2">
          <span aria-hidden="true" className={cn("inline-block w-5 shrink-0", look)} />
          {label}
        </li>
      ))}
    </ul>
  );
}

function Numbers({ number, currency, funds, left, days, forecast: told, validThrough, thresholds }: BurndownProps) {
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const cell = "py-1.5 pe-4 text-end tabular-nums whitespace-nowrap";
  return (
    <details className="group/numbers">
      <summary className="w-fit cursor-pointer text-action underline underline-offset-3">
        The same numbers as a table
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="mt-3 max-h-96 overflow-auto" tabIndex={0} aria-label={`Numbers of PO ${number}`}>
        <table className="w-full border-collapse">
          <thead>
            <tr className="border-b border-line text-xs text-ink-soft">
              <th scope="col" className="py-1.5 pe-4 text-start font-medium">
                Day
              </th>
              {["Funds", "Spent", "Committed", "Left"].map((label) => (
                <th key={label} scope="col" className="py-1.5 pe-4 text-end font-medium">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, ...stood }) => (
              <tr key={day} className="border-b border-line">
                <th scope="row" className="py-1.5 pe-4 text-start font-normal whitespace-nowrap">
                  {formatDay(day)}
                </th>
                <td className={cell}>{money(stood.funds)}</td>
                <td className={cell}>{money(stood.spent)}</td>
                <td className={cell}>{money(stood.committed)}</td>
                <td className={cell}>{money(stood.left)}</td>
              </tr>
            ))}
            {told.kind === "forecast" && (
              <>
                {left > 0n && (
                  <OtherRow
                    head={dayOrNever(told.earliest)}
                    says="Forecast by the fastest week: nothing left"
                    amount={money(0n)}
                  />
                )}
                {told.exhaustedOn && (
                  <OtherRow head={formatDay(told.exhaustedOn)} says="Forecast: nothing left" amount={money(0n)} />
                )}
                {left > 0n && (
                  <OtherRow
                    head={dayOrNever(told.latest)}
                    says="Forecast by the slowest week: nothing left"
                    amount={money(0n)}
                  />
                )}
                {told.leftAtEnd !== null && validThrough && (
                  <OtherRow
                    head={formatDay(validThrough)}
                    says="Forecast: left on the last day"
                    amount={money(told.leftAtEnd)}
                  />
                )}
              </>
            )}
            {thresholds.map((percent) => (
              <OtherRow
                key={percent}
                head={`${percent} % spent`}
                says="Threshold: left when it is reached"
                amount={money((funds * BigInt(100 - percent)) / 100n)}
              />
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

const dayOrNever = (day: string | null) => (day ? formatDay(day) : "Never");

/** A line of the drawing that is no day of the past: where the forecast ends, and the thresholds. */
function OtherRow({ head, says, amount }: { head: string; says: string; amount: string }) {
  return (
    <tr className="border-b border-line text-ink-soft">
      <th scope="row" className="py-1.5 pe-4 text-start font-normal whitespace-nowrap">
        {head}
      </th>
      <td colSpan={3} className="py-1.5 pe-4 text-start whitespace-nowrap">
        {says}
      </td>
      <td className="py-1.5 pe-4 text-end whitespace-nowrap tabular-nums">{amount}</td>
    </tr>
  );
}
