import { parseAst } from "rolldown/parseAst";

/** One small change of a source file: the text between `start` and `end` becomes `replacement`. */
export type Mutant = {
  file: string;
  line: number;
  /** The line as it stands, without its indent: names the place even after lines above were added. */
  code: string;
  /** What becomes what, e.g. `< to <=`. */
  change: string;
  /** The whole file with the change in it. */
  text: string;
};

type Node = { type: string; start: number; end: number; [key: string]: unknown };
type Edit = { start: number; end: number; from: string; to: string };

const OPERATORS: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "*",
  "&&": "||",
  "||": "&&",
  "+=": "-=",
  "-=": "+=",
  "*=": "/=",
};
const ROUNDINGS: Readonly<Record<string, string>> = {
  ceil: "floor",
  floor: "ceil",
  round: "floor",
  trunc: "ceil",
  max: "min",
  min: "max",
};

/** Every change by one of a TypeScript file: numbers, comparisons, signs, roundings, boundaries, conditions. */
export function findMutants(file: string, text: string): Mutant[] {
  const edits: Edit[] = [];
  visit(parseAst(text, { lang: "ts" }), text, edits);
  return edits
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, from, to }) => {
      const lineStart = text.lastIndexOf("\n", start - 1) + 1;
      const lineEnd = text.indexOf("\n", start);
      return {
        file,
        line: text.slice(0, start).split("\n").length,
        code: text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd).trim(),
        change: `${from} to ${to.trim() === "" ? "nothing" : to}`,
        text: text.slice(0, start) + to + text.slice(end),
      };
    });
}

function visit(value: unknown, text: string, edits: Edit[]): void {
  if (Array.isArray(value)) {
    for (const one of value) visit(one, text, edits);
    return;
  }
  if (!isNode(value)) return;
  if (value.type === "ImportDeclaration" || isTypeOnly(value.type)) return;
  edits.push(...editsAt(value, text));
  for (const [key, child] of Object.entries(value)) {
    if (key !== "typeAnnotation" && key !== "typeArguments" && key !== "returnType") visit(child, text, edits);
  }
}

function editsAt(node: Node, text: string): Edit[] {
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
    case "AssignmentExpression":
      return operatorEdit(node, text);
    case "UnaryExpression":
      return node["operator"] === "!" || node["operator"] === "-"
        ? [{ start: node.start, end: node.start + 1, from: String(node["operator"]), to: " " }]
        : [];
    case "Literal":
      return literalEdit(node, text);
    case "MemberExpression":
      return roundingEdit(node, text);
    default:
      return [];
  }
}

function operatorEdit(node: Node, text: string): Edit[] {
  const { left, right } = node;
  const operator = String(node["operator"]);
  const to = OPERATORS[operator];
  if (to === undefined || !isNode(left) || !isNode(right)) return [];
  if (operator.startsWith("+") && (isText(left) || isText(right))) return [];
  const start = text.indexOf(operator, left.end);
  return [{ start, end: start + operator.length, from: operator, to }];
}

function literalEdit(node: Node, text: string): Edit[] {
  const from = text.slice(node.start, node.end);
  const { value } = node;
  if (typeof value === "number") return [{ start: node.start, end: node.end, from, to: String(value + 1) }];
  if (typeof value === "bigint") return [{ start: node.start, end: node.end, from, to: `${value + 1n}n` }];
  if (typeof value === "boolean") return [{ start: node.start, end: node.end, from, to: String(!value) }];
  return [];
}

function roundingEdit(node: Node, text: string): Edit[] {
  const { object, property } = node;
  if (!isNode(object) || !isNode(property) || text.slice(object.start, object.end) !== "Math") return [];
  const from = text.slice(property.start, property.end);
  const to = ROUNDINGS[from];
  return to === undefined ? [] : [{ start: property.start, end: property.end, from, to }];
}

function isText(node: Node): boolean {
  return node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node["value"] === "string");
}

/** Types vanish before anything runs; what wraps an expression does not. */
function isTypeOnly(type: string): boolean {
  const wraps = ["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"];
  return type.startsWith("TS") && !wraps.includes(type);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
