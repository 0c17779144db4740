import { type Algorithm, hash, verify } from "@node-rs/argon2";

/** The package declares this as an ambient const enum, which isolated modules cannot read; 2 is argon2id (RFC 9106). */
const ARGON2ID: Algorithm = 2;
/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let decoy: Promise<string> | undefined;

export async function hashPassword(password: string): Promise<string> {
  return await hash(password, COST);
}

/**
 * Whether the password belongs to the stored hash. Without a hash it works just as long on a decoy and says no, so that
 * time does not tell whether an account exists.
 */
export async function isPasswordCorrect(password: string, stored: string | null): Promise<boolean> {
  decoy ??= hashPassword("a password that nobody has");
  const matches = await verify(stored ?? (await decoy), password);
  return matches && stored !== null;
}
