/** A value that is here, or a promise of one that is not: what is asked for by every call should not wait for what it has. */
export type Soon<T> = T | Promise<T>;
