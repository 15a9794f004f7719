import "server-only";
import { Document, Page, Path, renderToBuffer, StyleSheet, Svg, Text, View } from "@react-pdf/renderer";
import { breakable, familiesFor, registerFonts } from "./fonts";
import type { Letter, LetterLine } from "./letter";

const ink = "#1c2230";
const soft = "#5b6270";
const line = "#dcdad4";

const look = StyleSheet.create({
  page: {
    fontSize: 9.5,
    lineHeight: 1.45,
    color: ink,
    paddingTop: 56,
    paddingBottom: 64,
    paddingHorizontal: 64,
  },
  head: { flexDirection: "row", alignItems: "center", gap: 8, marginBottom: 32 },
  mark: { width: 16, height: 16 },
  product: { fontWeight: 600, fontSize: 11 },
  title: { fontSize: 18, fontWeight: 600, lineHeight: 1.2, marginBottom: 16 },
  label: { fontSize: 8, color: soft },
  parties: { flexDirection: "row", gap: 32, marginBottom: 20 },
  party: { flexGrow: 1, flexBasis: 0 },
  facts: { flexDirection: "row", flexWrap: "wrap", marginBottom: 24, rowGap: 8 },
  fact: { width: "50%", paddingRight: 16 },
  row: { flexDirection: "row", borderBottomWidth: 0.75, borderBottomColor: line, paddingVertical: 6, gap: 12 },
  headRow: { borderBottomColor: ink },
  what: { flexGrow: 1, flexShrink: 1, flexBasis: 0 },
  order: { width: 96 },
  amount: { width: 92, textAlign: "right" },
  total: { flexDirection: "row", paddingVertical: 4, gap: 12 },
  totals: { marginTop: 8 },
  right: { textAlign: "right" },
  strong: { fontWeight: 600 },
  notes: { marginTop: 24, color: soft, gap: 4 },
  pages: { width: 120, textAlign: "right" },
  foot: {
    position: "absolute",
    bottom: 32,
    left: 64,
    right: 64,
    flexDirection: "row",
    justifyContent: "space-between",
    fontSize: 8,
    color: soft,
  },
});

/**
 * Draws a letter as a PDF (A4, fonts embedded). Text of any script and length stays on the page; long lists go on over
 * pages under a repeated head, numbered "1 of 3".
 */
export async function renderLetter(letter: Letter): Promise<Uint8Array<ArrayBuffer>> {
  registerFonts();
  return new Uint8Array(await renderToBuffer(<LetterDocument letter={letter} />));
}

/** What fits on a page in points, and what each part of a letter takes of it; texts are reckoned on the long side. */
const pageHeight = 722;
const rowsOf = (text: string, perRow: number) => Math.max(1, Math.ceil(text.length / perRow));

function heightOf({ title, second }: LetterLine, orders: boolean): number {
  const perRow = orders ? 40 : 56;
  return 13 + rowsOf(title, perRow) * 14 + (second ? rowsOf(second, perRow) * 12 : 0);
}

/**
 * The lines of each page. The library can break pages by itself, but lays out everything that is left anew for each of them,
 * and fails on long lists (diegomura/react-pdf#3277); where a page is fuller than reckoned it still breaks that one.
 */
function pagesOf({ parties, facts, lines, totals, notes }: Letter, orders: boolean): LetterLine[][] {
  const rows = (texts: readonly string[]) => texts.reduce((all, text) => all + rowsOf(text, 40), 0);
  const head = 120 + 14 * Math.max(1, ...parties.map((party) => rows(party.lines))) + 20 * facts.length + 60;
  const pages: LetterLine[][] = [[]];
  let left = pageHeight - head;
  for (const line of lines) {
    const height = heightOf(line, orders);
    if (height > left && pages.at(-1)?.length) {
      pages.push([]);
      left = pageHeight - 30;
    }
    pages.at(-1)?.push(line);
    left -= height;
  }
  if (totals.length * 22 + notes.length * 28 + 32 > left && lines.length > 0) pages.push([]);
  return pages;
}

function LetterDocument({ letter }: { letter: Letter }) {
  const orders = letter.lines.some((each) => each.order !== null);
  const pages = pagesOf(letter, orders);
  const fontFamily = familiesFor(JSON.stringify(letter));
  return (
    <Document title={letter.title} producer="Countersign" creator="Countersign" language="en">
      {pages.map((lines, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pages keep their place
        <Page key={index} size="A4" style={[look.page, { fontFamily }]}>
          {index === 0 && <Head letter={letter} />}
          {lines.length > 0 && <Lines lines={lines} orders={orders} />}
          {index === pages.length - 1 && <End letter={letter} />}
          <View style={look.foot} fixed>
            <Text style={look.what}>{letter.title}</Text>
            <Text
              style={look.pages}
              render={({ pageNumber, totalPages }) => `Page ${pageNumber} of ${totalPages ?? pages.length}`}
            />
          </View>
        </Page>
      ))}
    </Document>
  );
}

function Head({ letter: { title, parties, facts } }: { letter: Letter }) {
  return (
    <>
      <View style={look.head}>
        <Svg viewBox="0 0 16 16" style={look.mark}>
          <Path d="M3 13 7 3" stroke={ink} strokeWidth={2.75} strokeLinecap="round" />
          <Path d="M9 13 13 3" stroke="#c8401f" strokeWidth={2.75} strokeLinecap="round" />
        </Svg>
        <Text style={look.product}>Countersign</Text>
      </View>
      <Text style={look.title}>{breakable(title)}</Text>
      <View style={look.parties}>
        {parties.map((party) => (
          <View key={party.label} style={look.party}>
            <Text style={look.label}>{party.label}</Text>
            {party.lines.map((words) => (
              <Text key={words}>{breakable(words)}</Text>
            ))}
          </View>
        ))}
      </View>
      <View style={look.facts}>
        {facts.map(([label, value]) => (
          <View key={label} style={look.fact}>
            <Text style={look.label}>{label}</Text>
            <Text>{breakable(value)}</Text>
          </View>
        ))}
      </View>
    </>
  );
}

function Lines({ lines, orders }: { lines: readonly LetterLine[]; orders: boolean }) {
  return (
    <>
      <View style={[look.row, look.headRow]}>
        <Text style={[look.label, look.what]}>What for</Text>
        {orders && <Text style={[look.label, look.order]}>Purchase order</Text>}
        <Text style={[look.label, look.amount]}>Amount</Text>
      </View>
      {lines.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once, and two lines may be alike
        <View key={index} style={look.row} wrap={false}>
          <View style={look.what}>
            <Text>{breakable(each.title)}</Text>
            {each.second ? <Text style={look.label}>{breakable(each.second)}</Text> : null}
          </View>
          {orders && <Text style={look.order}>{breakable(each.order ?? "None", 14)}</Text>}
          <Text style={look.amount}>{each.amount}</Text>
        </View>
      ))}
    </>
  );
}

function End({ letter: { totals, notes } }: { letter: Letter }) {
  return (
    <>
      <View style={look.totals} wrap={false}>
        {totals.map(({ label, amount, strong }) => (
          <View key={label} style={strong ? [look.total, look.strong] : look.total}>
            <Text style={[look.what, look.right]}>{label}</Text>
            <Text style={look.amount}>{amount}</Text>
          </View>
        ))}
      </View>
      {notes.length > 0 && (
        <View style={look.notes}>
          {notes.map((words) => (
            <Text key={words}>{breakable(words)}</Text>
          ))}
        </View>
      )}
    </>
  );
}
