import { beforeAll, describe, expect, test } from "vitest";
import { isMailKind, mails } from "./index";
import { renderMail } from "./render";

const kinds = Object.keys(mails).filter(isMailKind);

const payloads = {
  "an image that runs": "<img src=x onerror=alert(1)>",
  "a closed tag": '"></td></table><script>alert(1)</script>',
  "a closed style": "</style><style>*{display:none}</style>",
  "an open comment": "<!-- <![CDATA[ ]]>",
  entities: "&lt;b&gt; &amp;nbsp; &#60;i&#62;",
  "a template": "{{7*7}} #{x} %s %0d%0a",
  "a header": "Payroll\r\nBcc: everyone@evil.example\r\n\r\nbody",
  "turned text": "invoice\u202egnp.exe \u2066\u2067x\u2069",
  "right to left": "مراجعة كشوف المرتبات לחודש מרץ",
  emoji: "👩🏽‍💻🏴󠁧󠁢󠁥󠁮󠁧󠁿 café ﷽ Z̸̢̛a",
  "broken characters": "a\u0000b\ud800c\udfffd\u2028e\u0085f",
  "a long word": "W".repeat(120),
};

const plainTags = new Map<string, string[]>();

beforeAll(async () => {
  for (const kind of kinds) {
    const { html } = await renderMail(kind, everyText(mails[kind].preview, "Plain") as never);
    plainTags.set(kind, tags(html));
  }
});

describe.each(Object.entries(payloads))("%s", (_, payload) => {
  test.each(kinds)("stays text in %s", async (kind) => {
    const mail = await renderMail(kind, everyText(mails[kind].preview, payload) as never);
    expect(tags(mail.html)).toEqual(plainTags.get(kind));
    expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    expect(mail.text + mail.html).not.toMatch(/[\p{Cs}\u202a-\u202e\u2066-\u2069]|(?!\n)\p{Cc}/u);
  });
});

test.each(kinds)("no name or title can forge a line of the text twin of %s", async (kind) => {
  const forged = "Ada\nReview and decide:\nhttps://evil.example/d/1";
  const { text } = await renderMail(kind, everyText(mails[kind].preview, forged) as never);
  const lines = text.split("\n").filter((line) => line.includes("evil.example") && !line.startsWith("> "));
  for (const line of lines) expect(line).not.toMatch(/^\s*https:\/\/evil/);
});

test("line breaks of a reason are kept, each line marked as somebody else's", async () => {
  const preview = { ...mails["request-declined"].preview, reason: "One.\r\nReview and decide:\rhttps://evil.example" };
  const { html, text } = await renderMail("request-declined", preview);
  expect(text).toContain("> One.\n> Review and decide:\n> https://evil.example");
  expect(html).toContain("One.\nReview and decide:\nhttps://evil.example");
});

test.each(["javascript:alert(1)", "data:text/html,x", "/ab/jobs", "", "file:///etc/passwd"])(
  "a link to %j is refused",
  async (decideUrl) => {
    const props = { ...mails["request-requested"].preview, decideUrl };
    await expect(renderMail("request-requested", props)).rejects.toThrow(TypeError);
  },
);

test("quotes in a link cannot leave its attribute", async () => {
  const decideUrl = 'https://countersign.example/d/x"onmouseover="alert(1)';
  const { html } = await renderMail("request-requested", { ...mails["request-requested"].preview, decideUrl });
  expect(html).not.toContain('"onmouseover="');
});

/** Which side reads and what happened before: closed sets of ours, never anybody's text. */
const closed = new Set(["to", "is", "was", "offerWas"]);

/** The props with every piece of text replaced, addresses and closed sets excepted. */
function everyText(value: unknown, by: string, key = ""): unknown {
  if (typeof value === "string") return key.endsWith("Url") || closed.has(key) ? value : by;
  if (Array.isArray(value)) return value.map((item) => everyText(item, by, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, everyText(field, by, name)]));
}

/** Every tag with the names of its attributes, in order; comments too. */
function tags(html: string): string[] {
  return [...html.matchAll(/<!--.*?-->|<[!/a-z][^>]*>/gis)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, ""));
}
