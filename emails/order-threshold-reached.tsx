import type { CompanyMail, MailCategory } from "./_components/category";
import { type Fact, Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Title } from "./_components/words";

/**
 * Once per crossing, at once: to contact persons of the contracts on it, admins, finance admins and program owners
 * (product section 4). One posting that crosses two thresholds names the higher.
 */
export interface OrderThresholdReachedProps extends CompanyMail {
  /** As the company numbers it: "PO-4711". */
  number: string;
  description: string | null;
  /** The threshold, in whole percent. */
  percent: number;
  /** How much of the funds is spent, in whole percent, cut off; may exceed 100. */
  percentSpent: number;
  /** "$50,000.00", as the next three. */
  funds: string;
  spent: string;
  committed: string;
  left: string;
  /** More is spent than it holds. */
  overdrawn: boolean;
  /** "31 December 2026"; `null` when it never expires. */
  validThrough: string | null;
  /** The reader may not change it and asks finance to (product section 5). */
  asksFinance: boolean;
  /** The page of the purchase order, where funds are added or asked for. */
  orderUrl: string;
}

export const category: MailCategory = {
  name: "orders",
  locked: false,
  because: "You get this mail because you look after purchase orders or a contract on this one.",
};

export const subject = ({ number, percent, left }: OrderThresholdReachedProps) =>
  `PO ${number} reached ${percent} % of its funds, ${left} left`;

export default function OrderThresholdReached(props: OrderThresholdReachedProps) {
  return (
    <Layout preview={`${props.spent} of ${props.funds} spent.`} footer={<Footer category={category} mail={props} />}>
      <Lead>
        Purchase order <Title>{props.number}</Title> reached {props.percent} % of its funds.
      </Lead>
      <Line>{standing(props)}</Line>
      <Facts rows={facts(props)} strong={leftLabel} />
      <Button href={props.orderUrl}>{deed(props)}</Button>
    </Layout>
  );
}

export const text = (props: OrderThresholdReachedProps) =>
  plainText(
    `Purchase order “${props.number}” reached ${props.percent} % of its funds.`,
    standing(props),
    plainFacts(facts(props)),
    plainLink(deed(props), props.orderUrl),
    plainFooter(category, props),
  );

const leftLabel = "Left";

const deed = ({ asksFinance }: OrderThresholdReachedProps) => (asksFinance ? "Ask finance" : "Open the purchase order");

function standing({ percentSpent, overdrawn, asksFinance }: OrderThresholdReachedProps): string {
  const spent = `${percentSpent} % is spent.`;
  return overdrawn
    ? `${spent} It is overdrawn; work on its contracts goes on.`
    : `${spent} Work on its contracts goes on; ${asksFinance ? "ask finance to add" : "add"} funds before it runs out.`;
}

function facts({ left, spent, funds, committed, description, validThrough }: OrderThresholdReachedProps): Fact[] {
  return [
    [leftLabel, left],
    ["Spent", spent],
    ["Funds", funds],
    ["Committed", committed],
    ["Description", description],
    ["Valid through", validThrough ?? "Never expires"],
  ];
}

OrderThresholdReached.PreviewProps = {
  ...previewCompany,
  number: "NW-2026-0417",
  description: "Payroll and audit support, 2026",
  percent: 75,
  percentSpent: 78,
  funds: "$50,000.00",
  spent: "$39,140.00",
  committed: "$6,200.00",
  left: "$10,860.00",
  overdrawn: false,
  validThrough: "31 December 2026",
  asksFinance: false,
  orderUrl: "https://countersign.example/ab/reports/purchase-orders/0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11#funds",
} satisfies OrderThresholdReachedProps;

/** Further cases worth looking at, by name: to a contact person, who may not add funds. */
export const variants: Record<string, OrderThresholdReachedProps> = {
  "asks finance": {
    ...OrderThresholdReached.PreviewProps,
    asksFinance: true,
    orderUrl: "https://countersign.example/ab/reports/purchase-orders/0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11#ask-finance",
  },
};
