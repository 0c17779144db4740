import { createContext } from "react";

/** Messages by field path of the form around. */
export const FormErrors = createContext<Readonly<Record<string, string>>>({});
