import { isTest } from "./floors";
import { type Finding, isName, type Source, walk } from "./source";

const writer = "lib/ledger/transfer.ts";
const governed = /^(app|components|lib)\//;
const tables = ["ledgerAccounts", "ledgerTransfers", "ledgerEntries"];
const writes = ["insert", "update", "delete"];
const sqlWrite = /\b(?:insert\s+into|update|delete\s+from|merge\s+into)\s+ledger_(?:accounts|transfers|entries)\b/i;

/** Money moves by one function: nothing but `transfer` writes to the ledger, by builder or by hand. */
export function checkLedger({ file, ast }: Source): Finding[] {
  if (!governed.test(file) || file === writer || isTest(file)) return [];
  const findings: Finding[] = [];
  walk(ast.program, (node) => {
    const byBuilder =
      node.type === "CallExpression" &&
      node.callee.type === "MemberExpression" &&
      writes.some((deed) => node.callee.type === "MemberExpression" && isName(node.callee.property, deed)) &&
      tables.some((table) => node.arguments.some((argument) => isName(argument, table)));
    const byHand =
      (node.type === "StringLiteral" && sqlWrite.test(node.value)) ||
      (node.type === "TemplateElement" && sqlWrite.test(node.value.raw));
    if (byBuilder || byHand)
      findings.push({
        file,
        line: node.loc?.start.line ?? 1,
        message: "only transfer() of @/lib/ledger/transfer writes to the ledger: hand it the movement",
      });
  });
  return findings;
}
