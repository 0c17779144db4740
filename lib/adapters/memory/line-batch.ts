import { crc32 } from "node:zlib";

/** Items on their way to a file, as the lines they will be: each line a list of items behind its checksum. */
export type LineBatch = {
  /** Turns the item into JSON at once, so that it may change afterwards. */
  add(item: unknown): void;
  /** An item that is JSON already. */
  addJson(bytes: Uint8Array): void;
  isEmpty(): boolean;
  /** All lines so far, valid until the next `add` or `clear`. */
  bytes(): Buffer;
  clear(): void;
};

const FIRST_BYTES = 1 << 18;
/** A larger buffer than this is given back once it is empty. */
const KEPT_BYTES = 1 << 22;
const LINE_BYTES = 1 << 20;
const SUM_BYTES = 9;
/** `]`, the line feed, and what begins the next line. */
const FRAME_BYTES = SUM_BYTES + 3;

const [OPEN, CLOSE, COMMA, FEED, BLANK] = [0x5b, 0x5d, 0x2c, 0x0a, 0x20];

/** One buffer, used again and again: everything is encoded once and handed to the file from where it stands. */
export function createLineBatch(): LineBatch {
  let buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let length = 0;
  /** Where the open line's checksum goes; -1 where no line is open. */
  let lineStart = -1;

  function reserve(bytes: number): void {
    if (length + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, length + bytes));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  }

  function closeLine(): void {
    if (lineStart === -1) return;
    buffer[length] = CLOSE;
    length += 1;
    const sum = crc32(buffer.subarray(lineStart + SUM_BYTES, length));
    buffer.write(sum.toString(16).padStart(8, "0"), lineStart, "latin1");
    buffer[lineStart + SUM_BYTES - 1] = BLANK;
    buffer[length] = FEED;
    length += 1;
    lineStart = -1;
  }

  /** Makes room for so many bytes, behind what stands between two items. */
  function beginItem(bytes: number): void {
    reserve(bytes + FRAME_BYTES);
    if (lineStart === -1) {
      lineStart = length;
      length += SUM_BYTES;
      buffer[length] = OPEN;
    } else buffer[length] = COMMA;
    length += 1;
  }

  function endItem(): void {
    if (length - lineStart >= LINE_BYTES) closeLine();
  }

  return {
    add(item) {
      const json = JSON.stringify(item);
      beginItem(json.length * 3);
      length += buffer.write(json, length);
      endItem();
    },
    addJson(bytes) {
      beginItem(bytes.length);
      buffer.set(bytes, length);
      length += bytes.length;
      endItem();
    },
    isEmpty: () => length === 0,
    bytes() {
      closeLine();
      return buffer.subarray(0, length);
    },
    clear() {
      length = 0;
      lineStart = -1;
      if (buffer.length > KEPT_BYTES) buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
    },
  };
}
