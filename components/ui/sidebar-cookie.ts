/** Set by the browser, read by the server, so that the first paint already has the chosen width. */
export const SIDEBAR_COOKIE = "sidebar_state";
