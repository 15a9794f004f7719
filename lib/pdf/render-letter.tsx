import "server-only";
import { Document, Page, Path, renderToBuffer, StyleSheet, Svg, Text, View } from "@react-pdf/renderer";
import { familiesFor, registerFonts } from "./fonts";
import type { Letter } from "./letter";

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
  strong: { fontWeight: 600 },
  notes: { marginTop: 24, color: soft, gap: 4 },
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
 * pages, numbered "1 of 3".
 */
export async function renderLetter(letter: Letter): Promise<Uint8Array<ArrayBuffer>> {
  registerFonts();
  return new Uint8Array(await renderToBuffer(<LetterDocument letter={letter} />));
}

function LetterDocument({ letter }: { letter: Letter }) {
  const { title, facts, parties, lines, totals, notes } = letter;
  const orders = lines.some((each) => each.order !== null);
  return (
    <Document title={title} producer="Countersign" creator="Countersign" language="en">
      <Page size="A4" style={[look.page, { fontFamily: familiesFor(JSON.stringify(letter)) }]}>
        <View style={look.head}>
          <Svg viewBox="0 0 16 16" style={look.mark}>
            <Path d="M3 13 7 3" stroke={ink} strokeWidth={2.75} strokeLinecap="round" />
            <Path d="M9 13 13 3" stroke="#c8401f" strokeWidth={2.75} strokeLinecap="round" />
          </Svg>
          <Text style={look.product}>Countersign</Text>
        </View>
        <Text style={look.title}>{title}</Text>
        <View style={look.parties}>
          {parties.map((party) => (
            <View key={party.label} style={look.party}>
              <Text style={look.label}>{party.label}</Text>
              {party.lines.map((words) => (
                <Text key={words}>{words}</Text>
              ))}
            </View>
          ))}
        </View>
        <View style={look.facts}>
          {facts.map(([label, value]) => (
            <View key={label} style={look.fact}>
              <Text style={look.label}>{label}</Text>
              <Text>{value}</Text>
            </View>
          ))}
        </View>
        <View style={[look.row, look.headRow]} wrap={false} minPresenceAhead={40}>
          <Text style={[look.label, look.what]}>What for</Text>
          {orders && <Text style={[look.label, look.order]}>Purchase order</Text>}
          <Text style={[look.label, look.amount]}>Amount</Text>
        </View>
        {lines.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn once, and two lines may be alike
          <View key={index} style={look.row} wrap={false}>
            <View style={look.what}>
              <Text>{each.title}</Text>
              {each.second ? <Text style={look.label}>{each.second}</Text> : null}
            </View>
            {orders && <Text style={look.order}>{each.order ?? "None"}</Text>}
            <Text style={look.amount}>{each.amount}</Text>
          </View>
        ))}
        <View style={{ marginTop: 8 }} wrap={false}>
          {totals.map(({ label, amount, strong }) => (
            <View key={label} style={strong ? [look.total, look.strong] : look.total}>
              <Text style={[look.what, { textAlign: "right" }]}>{label}</Text>
              <Text style={look.amount}>{amount}</Text>
            </View>
          ))}
        </View>
        {notes.length > 0 && (
          <View style={look.notes}>
            {notes.map((words) => (
              <Text key={words}>{words}</Text>
            ))}
          </View>
        )}
        <View style={look.foot} fixed>
          <Text>{title}</Text>
          <Text render={({ pageNumber, totalPages }) => `Page ${pageNumber} of ${totalPages}`} />
        </View>
      </Page>
    </Document>
  );
}
