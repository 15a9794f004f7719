import type { Node } from "@babel/types";
import { isTest } from "./floors";
import { type Finding, isName, type Source, walk } from "./source";

const governed = /^(app|components|lib|db|emails)\//;
/** lib/clock is the exception by design; the chaos harness measures the driver, not the domain. */
const exempt = /^(lib\/clock(\.ts$|\/)|db\/chaos\/)/;

const readsClock =
  "reads the wall clock. The domain is handed its instant as ctx.now; plumbing (leases, limits, sessions) calls wallNow() of @/lib/clock";
const sqlClock =
  /\bnow\s*\(\s*\)|\bcurrent_(?:timestamp|date|time)\b|\blocaltime(?:stamp)?\b|\b(?:clock|statement|transaction)_timestamp\s*\(|\btimeofday\s*\(/i;

/** Settings that row-level security reads, or that switch it off; left behind, they leak into the next transaction. */
const sqlContext =
  /\bset_config\s*\(|^\s*(?:re)?set\s+(?:session\s+|local\s+)?(?:app\.|row_security|search_path|session\s+authorization)/i;
const contextRule =
  "the row-security context is set by app.enter() of the migrations alone, inside the transaction: call a door of @/lib/ctx";

/**
 * Time is data: only `lib/clock` asks the machine, in TypeScript and in SQL alike. `Date` may be used to hold or parse
 * an instant that came from somewhere else, never to make one out of nothing.
 */
export function checkClock(source: Source): Finding[] {
  if (!governed.test(source.file) || exempt.test(source.file) || isTest(source.file)) return [];
  const findings: Finding[] = [];
  const refuse = (node: Node, message: string) =>
    findings.push({ file: source.file, line: node.loc?.start.line ?? 1, message });

  walk(source.ast.program, (node, parents) => {
    const parent = parents.at(-1);
    if (isName(node, "Date") && isValue(node, parent) && !holdsGivenInstant(node, parent)) {
      refuse(node, `this use of Date ${readsClock}`);
    } else if (isName(node, "performance") && isValue(node, parent)) {
      refuse(node, `performance ${readsClock}`);
    } else if (isName(node, "hrtime") || isName(node, "Temporal")) {
      refuse(node, `this ${readsClock}`);
    } else if (isName(node, "defaultNow")) {
      refuse(node, "a column default of now() hides the wall clock in the table: the verb writes ctx.now");
    } else if (node.type === "StringLiteral" || node.type === "TemplateElement") {
      const text = node.type === "StringLiteral" ? node.value : node.value.raw;
      if (sqlClock.test(text)) refuse(node, "SQL asks the database for its clock: pass the instant in as a parameter");
      if (sqlContext.test(text)) refuse(node, contextRule);
    }
  });
  return findings;
}

/** Whether an identifier is evaluated, rather than being a type, a key, or the name after a dot. */
function isValue(node: Node, parent: Node | undefined): boolean {
  if (!parent) return true;
  // `globalThis.Date` is Date by a longer name.
  if (parent.type === "MemberExpression" && parent.property === node) return isName(parent.object, "globalThis");
  if (parent.type === "ObjectProperty" && parent.key === node && parent.value !== node) return false;
  return !/^TS(TypeReference|QualifiedName|TypeQuery|ExpressionWithTypeArguments|InterfaceHeritage|ClassImplements)$/.test(
    parent.type,
  );
}

/** `new Date(x)`, `Date.UTC(…)`, `Date.parse(…)`, `x instanceof Date`, and Date handed to a schema or column as a kind. */
function holdsGivenInstant(node: Node, parent: Node | undefined): boolean {
  switch (parent?.type) {
    case "NewExpression":
      return parent.callee === node && parent.arguments.length > 0;
    case "MemberExpression":
      return (
        parent.object === node &&
        !parent.computed &&
        (isName(parent.property, "UTC") || isName(parent.property, "parse"))
      );
    case "BinaryExpression":
      return parent.operator === "instanceof";
    case "CallExpression":
      return parent.callee.type === "MemberExpression" && isName(parent.callee.property, "instanceof");
    default:
      return false;
  }
}
