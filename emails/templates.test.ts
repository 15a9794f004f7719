import { toPlainText } from "react-email";
import { describe, expect, test } from "vitest";
import { inScheme } from "./in-scheme";
import { isMailKind, type MailKind, mails } from "./index";
import { renderMail } from "./render";

const kinds = Object.keys(mails).filter(isMailKind);

/** Product, part two, section 16: which mails a person may switch off. */
const offered: Record<"locked" | "switchable", MailKind[]> = {
  locked: [
    "sign-in-link",
    "approvals-enabled",
    "approver-missing",
    "member-invited",
    "request-requested",
    "request-approved",
    "request-declined",
    "offer-sent",
    "offer-invited",
    "offer-modified",
    "offer-withdrawn",
    "contract-terms-changed",
    "contract-ended",
    "milestone-funded",
    "milestone-submitted",
    "changes-requested",
    "milestone-released",
    "auto-release-reminder",
    "escrow-refund-requested",
    "escrow-refund-reminder",
    "escrow-refunded",
    "dispute-opened",
    "dispute-reminder",
    "dispute-answered",
    "dispute-proposed",
    "dispute-decided",
    "contract-dormant",
    "bonus-paid",
    "refund-asked",
    "refund-answered",
    "refund-paid",
    "contract-paused",
    "invoice-issued",
    "payment-not-confirmed",
    "balance-returned",
    "money-move-waiting",
    "past-due-notice",
    "account-suspended",
    "account-reinstated",
    "payout-asked",
    "payout-answered",
  ],
  switchable: [
    "request-reminder",
    "request-expiring",
    "request-expired",
    "request-freed",
    "offer-accepted",
    "offer-declined",
    "offer-expiring",
    "offer-expired",
    "post-expiring",
    "post-expired",
    "order-threshold-reached",
    "finance-asked",
    "spend-alerts",
    "milestone-change-proposed",
    "milestone-change-answered",
    "contract-restarted",
    "contract-pending",
    "contract-started",
    "contract-inactive",
    "contract-end-near",
    "payment-received",
    "credit-issued",
    "earnings-available",
  ],
};

describe.each(kinds)("%s", (kind) => {
  const preview = mails[kind].preview;

  test("says the same thing every time, from props that survive JSON", async () => {
    const stored = JSON.parse(JSON.stringify(preview)) as typeof preview;
    expect(stored).toEqual(preview);
    expect(await renderMail(kind, stored as never)).toEqual(await renderMail(kind, preview as never));
  });

  test("has a subject of one line", async () => {
    const { subject } = await renderMail(kind, preview as never);
    expect(subject).toMatch(/^[^\p{Cc}]{5,150}$/u);
  });

  test("has every figure and every link of the HTML in its text twin", async () => {
    const { html, text } = await renderMail(kind, preview as never);
    const links = hrefs(html);
    const figures = [...toPlainText(html).matchAll(/[$€£]?\d[\d.,:]*\d|\d/g)].map(([figure]) => figure);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !text.includes(link))).toEqual([]);
    expect(figures.filter((figure) => !text.includes(figure))).toEqual([]);
  });

  test("has one heading and one button, and its text twin ends with the same footer", async () => {
    const { html, text } = await renderMail(kind, preview as never);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/class="button"/g)).toHaveLength(1);
    expect(html).toContain(mails[kind].category.because.replaceAll("'", "&#x27;"));
    expect(text).toContain(`\n-- \n${mails[kind].category.because}`);
    expect(text.endsWith("\n")).toBe(true);
  });

  test("asks nobody for anything when it is opened: no image, script, font or style from outside", async () => {
    const { html } = await renderMail(kind, preview as never);
    expect(html).not.toMatch(/<(img|script|link|iframe|object|form|input|svg|video|base)\b/i);
    expect(html).not.toMatch(/url\(|@import|@font-face|\bsrc=|background=|http-equiv="refresh"/i);
    const outside = html.replaceAll(/href="[^"]*"/g, "").replaceAll(/https?:\/\/[^"<]*(?=<\/a>)/g, "");
    expect(outside.replace("http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd", "")).not.toMatch(/https?:\/\//);
  });

  test("speaks to dark clients", async () => {
    const { html } = await renderMail(kind, preview as never);
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).toContain("@media (prefers-color-scheme:dark)");
    expect(inScheme(html, "dark")).not.toContain("prefers-color-scheme");
    expect(inScheme(html, "light")).toContain("@media not all{");
    // A dark rule for a class that no element carries would be forgotten unseen.
    const used = new Set([...html.matchAll(/class="([^"]*)"/g)].flatMap(([, names = ""]) => names.split(" ")));
    for (const name of ["paper", "sheet", "ink", "soft", "link", "button", "stamp"]) expect(used).toContain(name);
  });
});

test("every kind stands in exactly one column of the product's table", () => {
  for (const kind of offered.locked) expect([kind, mails[kind].category.locked]).toEqual([kind, true]);
  for (const kind of offered.switchable) expect([kind, mails[kind].category.locked]).toEqual([kind, false]);
  expect([...offered.locked, ...offered.switchable].sort()).toEqual([...kinds].sort());
});

test("a mail that can be switched off says so, one that cannot says that too", async () => {
  const reminder = await renderMail("request-reminder", mails["request-reminder"].preview);
  const request = await renderMail("request-requested", mails["request-requested"].preview);
  expect(reminder.text).toContain("Kind of mail: Approval reminders. You can switch it off.");
  expect(request.text).toContain("Kind of mail: Approvals. It is always sent");
});

test("the second step is announced as such, to the eye and in both twins", async () => {
  const mail = await renderMail("request-requested", { ...mails["request-requested"].preview, step: 2 });
  for (const said of [mail.subject, mail.html, mail.text]) expect(said).toContain("Step 2 is ready for you");
});

test("the whole case is in the approver's mail, so that reading needs no sign-in", async () => {
  const of = mails["request-requested"].preview;
  const { html, text } = await renderMail("request-requested", of);
  const whole = [of.title, of.requesterName, of.talent, of.kind, of.terms, of.estimatedTotal, of.team, of.expiresAt];
  const read = toPlainText(html);
  for (const part of [...whole, of.startDate, of.endDate, of.neededBy, of.purchaseOrder, of.decideUrl]) {
    expect(read).toContain(part);
    expect(text).toContain(part);
  }
  for (const { name, status } of of.approvers) expect(text).toContain(`${name} (${status})`);
  for (const line of of.reason.split("\n")) expect(text).toContain(`> ${line}`);
});

test("the talent learns nothing of approvals", async () => {
  const talentMails = ["offer-sent", "offer-invited", "offer-modified", "offer-withdrawn"] as const;
  const said = [
    ...(await Promise.all(talentMails.map((kind) => renderMail(kind, mails[kind].preview as never)))),
    await renderMail("offer-expired", { ...mails["offer-expired"].preview, to: "talent", approvalFreed: true }),
    await renderMail("offer-expiring", { ...mails["offer-expiring"].preview, to: "talent" }),
  ];
  for (const { html, text } of said) expect(html + text).not.toMatch(/approv/i);
});

test("the sign-in code is not in the subject, nor in the line beside it", async () => {
  const { subject, html } = await renderMail("sign-in-link", mails["sign-in-link"].preview);
  const beside = html.slice(0, html.indexOf("<table"));
  expect(subject + beside).not.toContain("418");
});

test("an optional part that is absent leaves no gap and no label", async () => {
  const { html, text } = await renderMail("request-declined", { ...mails["request-declined"].preview, reason: null });
  expect(html).not.toContain("<blockquote");
  expect(text).not.toMatch(/null|undefined|\n\n\n|: *\n\n/);
});

function hrefs(html: string): string[] {
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
}
