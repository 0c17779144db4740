export type DemoToolCall = { name: string; arguments: string };
export type DemoQuestion = {
  /** The text of the last message that the user wrote. */
  prompt: string;
  model: string;
  /** Names of the tools on offer, with the names of their arguments. */
  tools: readonly { name: string; parameters: readonly string[] }[];
  /** The text of the tool's answer when the conversation's last message is one. */
  toolResult: string | undefined;
};
export type DemoAnswer = { text: string } | { toolCalls: DemoToolCall[] };

/** What the demo model says: always something plausible, and the same to the same question. */
export function demoAnswer(question: DemoQuestion): DemoAnswer {
  if (question.toolResult !== undefined) {
    return { text: `The tool answered: ${shorten(question.toolResult, 300)}. In short: all is as expected.` };
  }
  const tool = toolFor(question);
  if (tool !== undefined) {
    const place = placeIn(question.prompt);
    const given = Object.fromEntries(tool.parameters.slice(0, 1).map((name) => [name, place]));
    return { toolCalls: [{ name: tool.name, arguments: JSON.stringify(given) }] };
  }
  return { text: plainAnswer(question) };
}

/** A tool is called when its subject comes up: words of its name, or the weather. */
function toolFor(question: DemoQuestion): DemoQuestion["tools"][number] | undefined {
  const prompt = question.prompt.toLowerCase();
  return question.tools.find((tool) =>
    tool.name
      .replace(/([a-z])([A-Z])/g, "$1_$2")
      .toLowerCase()
      .split(/[^a-z]+/)
      .some((word) => word.length > 3 && prompt.includes(word)),
  );
}

function placeIn(prompt: string): string {
  return /\bin ([A-Z][\p{L}'-]+(?: [A-Z][\p{L}'-]+)*)/u.exec(prompt)?.[1] ?? "Paris";
}

const OPENINGS = ["Good question.", "Happy to help.", "Here is a short answer.", "Let me put it simply."];
const BODIES = [
  "The idea is to take it one step at a time: name what you want, measure it, and change one thing before you look again.",
  "Think of a canal lock: water passes in measured portions, and nobody downstream is surprised by how much arrives.",
  "There are usually two ways. The quick one works today; the careful one still works when twice as many people use it.",
  "It depends on three things: how often it happens, what it costs each time, and who notices first when it goes wrong.",
  "Start with the smallest case that shows the whole, make it right, and let the larger ones follow the same shape.",
];

function plainAnswer(question: DemoQuestion): string {
  if (/^(hi|hello|hey)\b/i.test(question.prompt.trim())) {
    return "Hello! I am the built-in demo model of Sluice. This answer has passed through your gateway and been counted.";
  }
  const seed = hash(`${question.model}\n${question.prompt}`);
  const asked = shorten(question.prompt.replace(/\s+/g, " ").trim(), 80);
  const about = asked === "" ? "" : ` You asked: "${asked}".`;
  return `${OPENINGS[seed % OPENINGS.length]}${about} ${BODIES[(seed >>> 8) % BODIES.length]}`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}
