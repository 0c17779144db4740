/** Strings out of the garbage collector's sight, in blocks of eight UTF-16 units; a string may span chunks. */
export type Texts = {
  readonly chunks: Uint16Array[];
  /** Blocks given back, by how many belong together. */
  readonly free: Map<number, number[]>;
  blocks: number;
};

/** 4 MB a chunk, as for rows. */
const CHUNK_BITS = 21;
const CHUNK_UNITS = 1 << CHUNK_BITS;
const IN_CHUNK = CHUNK_UNITS - 1;
const BLOCK_UNITS = 8;
/** The length comes first, in two units. */
const LENGTH_UNITS = 2;

export function createTexts(): Texts {
  return { chunks: [], free: new Map(), blocks: 0 };
}

/** Answers the number of the block where the text begins. */
export function putText(texts: Texts, text: string): number {
  const count = blocksOf(text.length);
  const block = texts.free.get(count)?.pop() ?? newBlocks(texts, count);
  const unit = block * BLOCK_UNITS;
  setUnit(texts, unit, text.length & 0xffff);
  setUnit(texts, unit + 1, text.length >>> 16);
  for (let at = 0; at < text.length; at += 1) setUnit(texts, unit + LENGTH_UNITS + at, text.charCodeAt(at));
  return block;
}

export function giveBackText(texts: Texts, block: number): void {
  const count = blocksOf(lengthOfText(texts, block));
  const free = texts.free.get(count);
  if (free) free.push(block);
  else texts.free.set(count, [block]);
}

export function readText(texts: Texts, block: number): string {
  const length = lengthOfText(texts, block);
  let text = "";
  for (let at = 0; at < length; at += 1) text += String.fromCharCode(unitOfText(texts, block, at));
  return text;
}

/** In UTF-16 units, as `String.length`. */
export function lengthOfText(texts: Texts, block: number): number {
  return lengthAt(texts, block * BLOCK_UNITS);
}

/** As `String.charCodeAt`. */
export function unitOfText(texts: Texts, block: number, at: number): number {
  return unitAt(texts, block * BLOCK_UNITS + LENGTH_UNITS + at);
}

export function isTextAt(texts: Texts, block: number, text: string): boolean {
  const { length } = text;
  if (lengthOfText(texts, block) !== length) return false;
  for (let at = 0; at < length; at += 1) {
    if (unitOfText(texts, block, at) !== text.charCodeAt(at)) return false;
  }
  return true;
}

function newBlocks(texts: Texts, count: number): number {
  const block = texts.blocks;
  texts.blocks += count;
  while (texts.chunks.length * CHUNK_UNITS < texts.blocks * BLOCK_UNITS)
    texts.chunks.push(new Uint16Array(CHUNK_UNITS));
  return block;
}

function blocksOf(length: number): number {
  return Math.ceil((length + LENGTH_UNITS) / BLOCK_UNITS);
}

function lengthAt(texts: Texts, unit: number): number {
  return unitAt(texts, unit) + unitAt(texts, unit + 1) * 0x10000;
}

function unitAt({ chunks }: Texts, unit: number): number {
  return chunks[unit >> CHUNK_BITS]?.[unit & IN_CHUNK] ?? 0;
}

function setUnit({ chunks }: Texts, unit: number, value: number): void {
  const chunk = chunks[unit >> CHUNK_BITS];
  if (chunk) chunk[unit & IN_CHUNK] = value;
}
