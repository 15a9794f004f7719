import type { ReactNode } from "react";
import { light } from "./tokens";

/** One line of a definition list: what it is, what it says. A line without a value is left out. */
export type Fact = readonly [label: string, value: string | null];

/** The lines that have something to say. */
export function told(rows: readonly Fact[]): [label: string, value: string][] {
  return rows.flatMap(([label, value]) => (value ? [[label, value]] : []));
}

/**
 * The terms as a definition list.
 *
 * @param strong the label whose value decides, set larger
 */
export function Facts({ rows, strong }: { rows: readonly Fact[]; strong?: string }) {
  return (
    <Definitions>
      {told(rows).map(([label, value]) => (
        <Definition key={label} label={label} strong={label === strong}>
          {value}
        </Definition>
      ))}
    </Definitions>
  );
}

/** A table with row headers, because clients know no `dl` grid; on a phone a value moves below its label. */
export function Definitions({ children }: { children: ReactNode }) {
  return (
    <table width="100%" cellPadding={0} cellSpacing={0} border={0} style={{ margin: "0 0 20px" }}>
      <tbody>{children}</tbody>
    </table>
  );
}

/** One row of `Definitions`. */
export function Definition({ label, strong, children }: { label: string; strong?: boolean; children: ReactNode }) {
  return (
    <tr>
      <th scope="row" className="fact fact-label line soft" style={labelStyle}>
        {label}
      </th>
      <td dir="auto" className="fact line ink" style={strong ? strongStyle : valueStyle}>
        {children}
      </td>
    </tr>
  );
}

const cell = { padding: "7px 0", borderBottom: `1px solid ${light.line}`, verticalAlign: "top" };
const labelStyle = {
  ...cell,
  width: "150px",
  color: light.inkSoft,
  fontSize: "14px",
  lineHeight: "24px",
  fontWeight: 400,
  textAlign: "left" as const,
};
const valueStyle = {
  ...cell,
  paddingLeft: "16px",
  color: light.ink,
  fontSize: "16px",
  lineHeight: "24px",
  fontVariantNumeric: "tabular-nums",
  overflowWrap: "anywhere" as const,
  whiteSpace: "pre-line" as const,
};
const strongStyle = { ...valueStyle, fontSize: "20px", fontWeight: 600 };
