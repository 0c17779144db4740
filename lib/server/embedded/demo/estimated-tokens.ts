/** About four characters a token, as English text has; at least one. */
export function estimatedTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}
