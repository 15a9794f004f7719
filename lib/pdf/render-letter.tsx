import "server-only";
import { Document, Page, Path, renderToBuffer, StyleSheet, Svg, Text, View } from "@react-pdf/renderer";
import { breakable, familiesFor, readType, registerFonts, type Type } from "./fonts";
import { joinPdfs } from "./join-pdfs";
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
 * pages under a repeated head, numbered "1 of 3". A few pages are drawn at a time, then others get their turn: shaping
 * text takes milliseconds a line.
 */
export async function renderLetter(said: Letter): Promise<Uint8Array<ArrayBuffer>> {
  registerFonts();
  const fontFamily = familiesFor(JSON.stringify(said));
  const type = await readType(fontFamily);
  const letter = drawable(said, type);
  const orders = letter.lines.some((each) => each.order !== null);
  const pages = pagesOf(letter, orders, type);
  const parts: Uint8Array[] = [];
  for (let from = 0; from < pages.length; from += pagesAtOnce) {
    parts.push(
      await renderToBuffer(
        <LetterDocument letter={letter} pages={pages} from={from} orders={orders} fontFamily={fontFamily} />,
      ),
    );
    await new Promise((turn) => setImmediate(turn));
  }
  return joinPdfs(parts);
}

const pagesAtOnce = 4;

/** Stands for letters that no face has: the reader sees that something is there, and the note says where to read it. */
const missing = "[?]";
const missingNote = `${missing} stands for letters that this PDF has no font for. The page that it was downloaded from shows them.`;

/** The letter as it can be drawn: what no face has is marked, and a note says so. */
function drawable(letter: Letter, type: Type): Letter {
  let marked = false;
  const mark = (text: string) => {
    const shown = type.marked(text, missing);
    marked ||= shown !== text.normalize("NFC");
    return shown;
  };
  const { title, parties, facts, lines, notes } = letter;
  const shown: Letter = {
    ...letter,
    title: mark(title),
    parties: parties.map(({ label, lines: words }) => ({ label, lines: words.map(mark) })),
    facts: facts.map(([label, value]) => [label, mark(value)]),
    lines: lines.map((each) => ({
      ...each,
      title: mark(each.title),
      second: each.second && mark(each.second),
      order: each.order && mark(each.order),
    })),
    notes: notes.map(mark),
  };
  return marked ? { ...shown, notes: [...shown.notes, missingNote] } : shown;
}

/** An A4 page without its margins, and what each part of a letter takes of it, in points. */
const content = { width: 467, height: 721 };
const text = { size: 9.5, row: 13.8 };
const small = { size: 8, row: 11.6 };
const columns = { order: 96, amount: 92, gap: 12 };

function heightOf({ title, second, order }: LetterLine, orders: boolean, { rows }: Type): number {
  const what = content.width - columns.amount - columns.gap - (orders ? columns.order + columns.gap : 0);
  const words =
    rows(breakable(title), what, text.size) * text.row +
    (second ? rows(breakable(second), what, small.size) * small.row : 0);
  const ordered = orders ? rows(breakable(order ?? "None", 14), columns.order, text.size) * text.row : 0;
  return Math.max(words, ordered) + 13;
}

function heightOfHead({ title, parties, facts }: Letter, { rows }: Type): number {
  const column = (content.width - 32 * (parties.length - 1)) / Math.max(1, parties.length);
  const party = parties.map(({ lines }) =>
    lines.reduce((all, words) => all + rows(breakable(words), column, text.size) * text.row, small.row),
  );
  const fact = facts.map(
    ([, value]) => rows(breakable(value), content.width / 2 - 16, text.size) * text.row + small.row + 8,
  );
  const pairs = fact.filter((_, index) => index % 2 === 0).map((each, pair) => Math.max(each, fact[2 * pair + 1] ?? 0));
  return (
    48 +
    rows(breakable(title), content.width, 18) * 22 +
    16 +
    Math.max(0, ...party) +
    20 +
    pairs.reduce((all, each) => all + each, 24)
  );
}

const heightOfEnd = ({ totals, notes }: Letter, { rows }: Type): number =>
  notes.reduce(
    (all, words) => all + rows(breakable(words), content.width, text.size) * text.row + 4,
    8 + totals.length * (text.row + 8) + 24,
  );

/**
 * The lines of each page. The library can break pages by itself, but lays out everything that is left anew for each of them,
 * and fails on long lists (diegomura/react-pdf#3277). Here every page is reckoned to be full before it is.
 */
function pagesOf(letter: Letter, orders: boolean, type: Type): LetterLine[][] {
  const headRow = 13 + small.row;
  const pages: LetterLine[][] = [[]];
  let left = content.height - heightOfHead(letter, type) - headRow;
  for (const line of letter.lines) {
    const height = heightOf(line, orders, type);
    if (height > left && pages.at(-1)?.length) {
      pages.push([]);
      left = content.height - headRow;
    }
    pages.at(-1)?.push(line);
    left -= height;
  }
  if (heightOfEnd(letter, type) > left && letter.lines.length > 0) pages.push([]);
  return pages;
}

type LetterDocumentProps = {
  letter: Letter;
  /** the lines of every page, of which those from `from` on are drawn here */
  pages: readonly LetterLine[][];
  from: number;
  orders: boolean;
  fontFamily: string[];
};

function LetterDocument({ letter, pages, from, orders, fontFamily }: LetterDocumentProps) {
  const numbered = pages.map((lines, index) => ({ lines, index }));
  return (
    <Document title={letter.title} producer="Countersign" creator="Countersign" language="en">
      {numbered.slice(from, from + pagesAtOnce).map(({ lines, index }) => (
        <Page key={index} size="A4" style={[look.page, { fontFamily }]}>
          {index === 0 && <Head letter={letter} />}
          {lines.length > 0 && <Lines lines={lines} orders={orders} />}
          {index === pages.length - 1 && <End letter={letter} />}
          <View style={look.foot} fixed>
            <Text style={look.what}>{letter.title}</Text>
            <Text style={look.pages}>{`Page ${index + 1} of ${pages.length}`}</Text>
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
