/** Of its own: Next would find the product's, above, and ask for the product's environment. */
export function register(): void {
  // Nothing to set up.
}
