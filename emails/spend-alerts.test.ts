import { expect, test } from "vitest";
import { mails } from "./index";
import { renderMail } from "./render";

const { variants, preview } = mails["spend-alerts"];
const cases = Object.entries({ usual: preview, ...variants });

test.each(cases)(
  "%s: sections in order, counted, 25 lines each and the rest as a link; both twins say the same",
  async (_, props) => {
    const { subject, html, text } = await renderMail("spend-alerts", props);
    expect(subject).toBe(`Spend alerts: ${props.newLines} new, ${props.openLines} still open`);
    const titles = props.sections.map(({ title, count }) => `${title} (${count})`);
    for (const twin of [html, text])
      expect([...titles].sort((a, b) => twin.indexOf(a) - twin.indexOf(b))).toEqual(titles);
    for (const { lines, count, more, listUrl } of props.sections) {
      expect(lines.length).toBe(Math.min(count, 25));
      expect(lines.length + more).toBe(count);
      for (const line of lines)
        for (const said of [line.title, line.figure, line.mendUrl]) {
          expect(text).toContain(said);
          expect(html).toContain(said.replaceAll("'", "&#x27;"));
        }
      if (more > 0) expect(text).toContain(`and ${more} more: ${listUrl}`);
    }
  },
);

test("200 lines stay below the 102 KB at which a large provider cuts a mail off", async () => {
  const { html } = await renderMail("spend-alerts", variants["200 lines"] ?? preview);
  expect(Buffer.byteLength(html)).toBeLessThan(90_000);
  expect(html.match(/class="line"/g)?.length).toBeGreaterThan(120);
});
