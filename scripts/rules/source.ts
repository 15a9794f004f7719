import { type ParserPlugin, parse } from "@babel/parser";
import type { File, Node } from "@babel/types";

/** One violation, worded so that the reader knows what to do instead. */
export interface Finding {
  /** Path from the repository root, with forward slashes. */
  file: string;
  line: number;
  message: string;
}

/** A parsed TypeScript file. */
export interface Source {
  file: string;
  ast: File;
}

/** One module a file asks for, by whatever syntax. */
export interface Import {
  specifier: string;
  line: number;
  /** Erased by the compiler: `import type`, or every name marked `type`. */
  typeOnly: boolean;
  /** Imported names as the other module calls them; empty for side effects, `*` and dynamic imports. */
  names: string[];
}

/**
 * @param file path from the repository root; its ending decides whether JSX is read
 * @throws SyntaxError when the text is no TypeScript
 */
export function readSource(file: string, text: string): Source {
  const plugins: ParserPlugin[] = file.endsWith(".tsx") ? ["typescript", "jsx"] : ["typescript"];
  return { file, ast: parse(text, { sourceType: "module", plugins, errorRecovery: false }) };
}

/** Every static, dynamic and re-exporting import of a file, in order. */
export function importsOf({ ast }: Source): Import[] {
  const found: Import[] = [];
  walk(ast.program, (node) => {
    const line = node.loc?.start.line ?? 1;
    if (node.type === "ImportDeclaration") {
      const named = node.specifiers.filter((each) => each.type === "ImportSpecifier");
      const allTypes =
        node.specifiers.length > 0 &&
        node.specifiers.every((each) => "importKind" in each && each.importKind === "type");
      const names = named.map((each) =>
        each.imported.type === "Identifier" ? each.imported.name : each.imported.value,
      );
      found.push({ specifier: node.source.value, line, typeOnly: node.importKind === "type" || allTypes, names });
    } else if ((node.type === "ExportNamedDeclaration" || node.type === "ExportAllDeclaration") && node.source) {
      found.push({ specifier: node.source.value, line, typeOnly: node.exportKind === "type", names: [] });
    } else if (node.type === "CallExpression" && (node.callee.type === "Import" || isName(node.callee, "require"))) {
      const [asked] = node.arguments;
      if (asked?.type === "StringLiteral") found.push({ specifier: asked.value, line, typeOnly: false, names: [] });
    }
  });
  return found;
}

/** Visits a node and all below it, parents first; the third argument is the way down to it. */
export function walk(node: Node, visit: (node: Node, parents: Node[]) => void, parents: Node[] = []): void {
  visit(node, parents);
  const below = [...parents, node];
  for (const [key, value] of Object.entries(node)) {
    if (key === "loc" || key.endsWith("Comments") || key === "extra") continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, below);
  }
}

export function isName(node: Node | null | undefined, name: string): boolean {
  return node?.type === "Identifier" && node.name === name;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
