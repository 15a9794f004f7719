import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Forecast } from "@/lib/orders/forecast";
import { Burndown } from "./burndown";

const day = { day: "2026-05-01", funds: 1_000_00n, spent: 400_00n, committed: 0n, left: 600_00n };
const told: Forecast = {
  kind: "forecast",
  weekly: 100_00n,
  lowest: 0n,
  highest: 200_00n,
  exhaustedOn: "2026-06-15",
  earliest: "2026-05-25",
  latest: null,
  leftAtEnd: 200_00n,
};

/** The rows of the table, as text. */
function rowsOf(left: bigint, forecast: Forecast): string[] {
  const html = renderToStaticMarkup(
    <Burndown
      number="4711"
      currency="USD"
      funds={1_000_00n}
      left={left}
      days={[day]}
      forecast={forecast}
      today="2026-05-04"
      now={new Date("2026-05-04T09:00:00Z")}
      validThrough="2026-05-31"
      thresholds={[50, 90]}
    />,
  );
  const [, body = ""] = html.split("<tbody>");
  return [...body.matchAll(/<tr.*?<\/tr>/g)].map(([row]) =>
    row
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
}

test("the table has everything that is drawn: days, the forecast with its range, the last day, the thresholds", () => {
  expect(rowsOf(600_00n, told)).toEqual([
    "1 May 2026 $1,000.00 $400.00 $0.00 $600.00",
    "25 May 2026 Forecast by the fastest week: nothing left $0.00",
    "15 Jun 2026 Forecast: nothing left $0.00",
    "Never Forecast by the slowest week: nothing left $0.00",
    "31 May 2026 Forecast: left on the last day $200.00",
    "50 % spent Threshold: left when it is reached $500.00",
    "90 % spent Threshold: left when it is reached $100.00",
  ]);
});

test("without enough history there is no forecast, and what is used up has no range", () => {
  const without = rowsOf(600_00n, { kind: "not-enough-history" });
  expect(without.filter((row) => row.includes("Forecast"))).toEqual([]);
  const gone = { ...told, exhaustedOn: "2026-05-04", earliest: "2026-05-04", latest: "2026-05-04", leftAtEnd: null };
  expect(rowsOf(0n, gone).filter((row) => row.includes("Forecast"))).toEqual([
    "4 May 2026 Forecast: nothing left $0.00",
  ]);
});
