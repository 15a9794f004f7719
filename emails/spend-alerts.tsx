import { Heading, Link, Text } from "react-email";
import type { CompanyMail, MailCategory } from "./_components/category";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { light } from "./_components/tokens";
import { Button, Lead, Line, Theirs } from "./_components/words";

/** One thing that needs attention. */
export interface SpendAlertLine {
  /** Of the contract or the job post. */
  title: string;
  /** "Contract 12 · Teodor Marsh · PO 4500018231" or "Job post". */
  about: string;
  /** The figure that decides: "Expired on 30 April 2026", "-$12.00 left", "92 % of funds spent, threshold 90 %". */
  figure: string;
  /** "New" or "Open for 3 weeks". */
  since: string;
  /** Further alerts of the same contract: "PO at a threshold, PO expiring". */
  also: string | null;
  /** "Acknowledged by Al Approver until 4 May 2026". */
  note: string | null;
  /** What mends it: "Extend PO". */
  mend: string;
  mendUrl: string;
}

export interface SpendAlertSection {
  title: string;
  /** All lines of the section; `lines` holds the first of them, `more` counts the rest. */
  count: number;
  lines: SpendAlertLine[];
  more: number;
  listUrl: string;
}

/**
 * Once a week, only if something was triggered: to hiring managers what they own, to admins and program owners the
 * company (source: spend alerts; product section 5). Sections come in the order of the guide.
 */
export interface SpendAlertsProps extends CompanyMail {
  readerName: string;
  /** "4 May 2026, 08:00 CEST". */
  asOf: string;
  /** "the whole company" or "the job posts and contracts that you own". */
  covers: string;
  newLines: number;
  openLines: number;
  sections: SpendAlertSection[];
  /** How many lines this reader has set aside. */
  acknowledged: number;
  /** Open a week ago and not any more. */
  resolved: { title: string; what: string }[];
  resolvedMore: number;
  /** The page with every line. */
  listUrl: string;
  /** Shows a page; only a POST switches the mail off. */
  unsubscribeUrl: string;
}

export const category: MailCategory = {
  name: "spend_alerts",
  locked: false,
  because: "You get this mail once a week while something needs attention, because you can initiate spend.",
};

export const subject = ({ newLines, openLines }: SpendAlertsProps) =>
  `Spend alerts: ${newLines} new, ${openLines} still open`;

export default function SpendAlerts(props: SpendAlertsProps) {
  const { sections, resolved } = props;
  return (
    <Layout preview={beside(props)} footer={<Foot {...props} />}>
      <Lead>{lead(props)}</Lead>
      <Line>
        Hello <Theirs>{props.readerName}</Theirs>, this is what needs attention in {props.covers}, as of {props.asOf}.
      </Line>
      {isLong(props) && (
        <p className="ink" style={{ ...linesStyle, margin: "0 0 8px" }}>
          {sections.map(({ title, count }) => (
            <span key={title}>
              <b>{count}</b> {title}
              <br />
            </span>
          ))}
        </p>
      )}
      {sections.map((section) => (
        <Section key={section.title} {...section} />
      ))}
      {resolved.length > 0 && (
        <>
          <SectionTitle>{`Resolved since last week (${resolvedCount(props)})`}</SectionTitle>
          <div className="soft" style={{ ...linesStyle, color: light.inkSoft }}>
            {resolved.map(({ title, what }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a mail is rendered once and never changes
              <p key={at} className="line" style={row}>
                <bdi>{title}</bdi>: <bdi>{what}</bdi>
              </p>
            ))}
          </div>
          {props.resolvedMore > 0 && <More count={props.resolvedMore} url={props.listUrl} />}
        </>
      )}
      {props.acknowledged > 0 && (
        <p className="soft" style={{ ...linesStyle, ...soft, margin: "16px 0 0" }}>
          {acknowledgedText(props)}
        </p>
      )}
      <div style={{ height: "20px" }} />
      <Button href={props.listUrl}>See all alerts and why</Button>
    </Layout>
  );
}

function Section({ title, count, lines, more, listUrl }: SpendAlertSection) {
  return (
    <>
      <SectionTitle>{sectionTitle({ title, count })}</SectionTitle>
      <div className="ink" style={linesStyle}>
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a mail is rendered once and never changes
          <p key={at} className="line" style={row}>
            <b>
              <bdi>{line.title}</bdi>
            </b>{" "}
            <span className="soft" style={soft}>
              · {line.since}
            </span>
            <br />
            <bdi className="soft" style={soft}>
              {line.about}
            </bdi>
            <br />
            {line.figure} ·{" "}
            <a href={line.mendUrl} className="link" style={link}>
              {line.mend}
            </a>
            {remarks(line) && (
              <>
                <br />
                <span className="soft" style={soft}>
                  {remarks(line)}
                </span>
              </>
            )}
          </p>
        ))}
      </div>
      {more > 0 && <More count={more} url={listUrl} />}
    </>
  );
}

function SectionTitle({ children }: { children: string }) {
  return (
    <Heading as="h2" className="ink" style={sectionStyle}>
      {children}
    </Heading>
  );
}

function More({ count, url }: { count: number; url: string }) {
  return (
    <p className="line" style={{ ...linesStyle, ...row }}>
      <a href={url} className="link" style={link}>
        and {count} more
      </a>
    </p>
  );
}

function Foot(props: SpendAlertsProps) {
  return (
    <>
      <Footer category={category} mail={props} />
      <Text
        className="soft"
        style={{ margin: "8px 8px 0", color: light.inkSoft, fontSize: "13px", lineHeight: "19px" }}
      >
        <Link href={props.settingsUrl} className="link" style={link}>
          Preview and settings
        </Link>
        {" · "}
        <Link href={props.unsubscribeUrl} className="link" style={link}>
          Unsubscribe from spend alerts
        </Link>
      </Text>
    </>
  );
}

export const text = (props: SpendAlertsProps) =>
  plainText(
    lead(props),
    `Hello ${props.readerName}, this is what needs attention in ${props.covers}, as of ${props.asOf}.`,
    isLong(props) ? props.sections.map(({ title, count }) => `${count} ${title}`).join("\n") : null,
    ...props.sections.flatMap(plainSection),
    props.resolved.length > 0
      ? [
          `Resolved since last week (${resolvedCount(props)})`,
          ...props.resolved.map(({ title, what }) => `- ${title}: ${what}`),
          ...plainMore(props.resolvedMore, props.listUrl),
        ].join("\n")
      : null,
    props.acknowledged > 0 ? acknowledgedText(props) : null,
    plainLink("See all alerts and why", props.listUrl),
    plainLink("Preview and settings", props.settingsUrl),
    plainLink("Unsubscribe from spend alerts", props.unsubscribeUrl),
    plainFooter(category, props),
  );

function plainSection({ lines, more, listUrl, ...of }: SpendAlertSection): string[] {
  const title = sectionTitle(of);
  return [
    `${title}\n${"=".repeat([...title].length)}`,
    ...lines.map((line) =>
      [
        `- ${line.title} · ${line.since}`,
        line.about,
        line.figure,
        ...(remarks(line) ? [remarks(line)] : []),
        `${line.mend}: ${line.mendUrl}`,
      ].join("\n  "),
    ),
    ...plainMore(more, listUrl),
  ];
}

const plainMore = (count: number, url: string) => (count > 0 ? [`and ${count} more: ${url}`] : []);

const sectionTitle = ({ title, count }: { title: string; count: number }) => `${title} (${count})`;

/** "Also: PO at a threshold · Acknowledged by Al Approver until 4 May 2026", or nothing. */
const remarks = ({ also, note }: SpendAlertLine) => [also && `Also: ${also}`, note].filter(Boolean).join(" · ");

function lead({ newLines, openLines }: SpendAlertsProps): string {
  const open = `${openLines} still open`;
  if (newLines === 0) return `${openLines} spend ${openLines === 1 ? "alert is" : "alerts are"} still open.`;
  const found = `${newLines} new spend ${newLines === 1 ? "alert" : "alerts"}`;
  return openLines === 0 ? `${found}.` : `${found}, ${open}.`;
}

/** What stands beside the subject: the first line, in full. */
function beside({ sections: [first] }: SpendAlertsProps): string {
  const line = first?.lines[0];
  return line ? `${line.title}: ${line.figure}` : "";
}

/** Beyond a handful of lines the sections are counted first. */
const isLong = ({ newLines, openLines, sections }: SpendAlertsProps) => newLines + openLines > 6 && sections.length > 1;

const resolvedCount = ({ resolved, resolvedMore }: SpendAlertsProps) => resolved.length + resolvedMore;

const acknowledgedText = ({ acknowledged }: SpendAlertsProps) =>
  `${acknowledged} ${acknowledged === 1 ? "line that you acknowledged is" : "lines that you acknowledged are"} left out until the chosen date.`;

// What lines share stands on their section: a mail of 100 KB and more is cut off by some clients.
const linesStyle = {
  color: light.ink,
  fontSize: "15px",
  lineHeight: "22px",
  fontVariantNumeric: "tabular-nums",
  overflowWrap: "anywhere" as const,
};
const row = { margin: 0, padding: "10px 0", borderBottom: `1px solid ${light.line}` };
const soft = { color: light.inkSoft };
const link = { color: light.action, textDecoration: "underline" };
const sectionStyle = {
  margin: "24px 0 2px",
  color: light.ink,
  fontSize: "16px",
  lineHeight: "24px",
  fontWeight: 600,
};

const previewSite = "https://countersign.example";
const previewOrder = `${previewSite}/ab/reports/purchase-orders/0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11`;

const previewLine: SpendAlertLine = {
  title: "Payroll audit, March",
  about: "Contract 12 · Teodor Marsh · PO NW-2026-0417",
  figure: "Expired on 30 Apr 2026",
  since: "New",
  also: null,
  note: null,
  mend: "Extend PO",
  mendUrl: `${previewOrder}#extend`,
};

const previewMail = {
  ...previewCompany,
  askWhom: "an admin or program owner of the company",
  readerName: "Hana Okafor",
  asOf: "4 May 2026, 08:00 CEST",
  covers: "the job posts and contracts that you own",
  listUrl: `${previewSite}/ab/reports/spend-alerts`,
  unsubscribeUrl: `${previewSite}/unsubscribe/Tm9ydGh3aW5kIGFuZCBIYW5h`,
};

SpendAlerts.PreviewProps = {
  ...previewMail,
  newLines: 1,
  openLines: 1,
  sections: [
    { title: "Contracts with expired PO", count: 1, lines: [previewLine], more: 0, listUrl: previewMail.listUrl },
    {
      title: "Contracts with PO reaching a threshold",
      count: 1,
      lines: [
        {
          title: "Fixed-asset count, Newark depot",
          about: "Contract 17 · Ines Duarte · PO NW-2026-0420",
          figure: "92 % of funds spent, threshold 90 %",
          since: "Open for 3 weeks",
          also: "PO expiring",
          note: "Acknowledged by Olu Adeyemi until 11 May 2026",
          mend: "Add funds",
          mendUrl: `${previewOrder}#funds`,
        },
      ],
      more: 0,
      listUrl: previewMail.listUrl,
    },
  ],
  acknowledged: 1,
  resolved: [{ title: "Warehouse labels", what: "Job posts with placeholder PO" }],
  resolvedMore: 0,
} satisfies SpendAlertsProps;

const titles = [
  "Payroll audit, March",
  "Brand refresh",
  "Depot inventory",
  "Support rota, night shift",
  "Data clean-up",
];

/** A section of `count` lines, the first 25 of them told, as the digest of a large company has it. */
function longSection(title: string, count: number, figure: string, mend: string): SpendAlertSection {
  const lines = Array.from({ length: Math.min(count, 25) }, (_, at) => ({
    ...previewLine,
    title: `${titles[at % titles.length]} ${at + 1}`,
    about: `Contract ${at + 101} · Teodor Marsh · PO NW-2026-0${400 + at}`,
    figure,
    mend,
    since: at < 4 ? "New" : `Open for ${(at % 7) + 2} weeks`,
    also: at % 5 === 1 ? "PO expiring" : null,
  }));
  return { title, count, lines, more: count - lines.length, listUrl: previewMail.listUrl };
}

/** Further cases worth looking at, by name: the shortest mail and the one of a company with 200 open lines. */
export const variants: Record<string, SpendAlertsProps> = {
  "1 line": {
    ...SpendAlerts.PreviewProps,
    openLines: 0,
    sections: SpendAlerts.PreviewProps.sections.slice(0, 1),
    acknowledged: 0,
    resolved: [],
  },
  "200 lines": {
    ...previewMail,
    covers: "the whole company",
    newLines: 24,
    openLines: 176,
    sections: [
      longSection("Contracts with expired PO", 62, "Expired on 30 Apr 2026", "Extend PO"),
      longSection("Contracts with PO out of funds", 38, "-$1,240.00 left", "Add funds"),
      longSection("Job posts with placeholder PO", 12, "“I don't have one yet”", "Choose PO"),
      longSection("Contracts past their end date", 9, "Past its end date, 27 Apr 2026", "Extend or end"),
      longSection("Contracts with PO reaching a threshold", 54, "92 % of funds spent, threshold 90 %", "Add funds"),
      longSection("Contracts with PO expiring in 2 weeks", 25, "Expires on 12 May 2026, in 8 days", "Extend PO"),
    ],
    acknowledged: 3,
    resolved: [{ title: "Warehouse labels", what: "Job posts with placeholder PO" }],
    resolvedMore: 0,
  },
};
