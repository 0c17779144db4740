import type { z } from "zod";
import { accessEndpoints } from "./access";
import { creditEndpoints } from "./credits";
import type { EndpointName } from "./endpoint";
import { evidenceEndpoints } from "./evidence";
import { keyEndpoints } from "./keys";
import { providerEndpoints } from "./providers";
import { ruleEndpoints } from "./rules";
import { workspaceEndpoints } from "./workspace";

/** Every endpoint of the management API. Routes, OpenAPI document, reference page, typed client and tests are made of it. */
export const API_CONTRACT = {
  ...workspaceEndpoints,
  ...providerEndpoints,
  ...keyEndpoints,
  ...ruleEndpoints,
  ...creditEndpoints,
  ...accessEndpoints,
  ...evidenceEndpoints,
} as const;
export type ApiContract = typeof API_CONTRACT;
export type ApiName = keyof ApiContract & EndpointName;

/** What an endpoint is given: path fields, query and body in one. */
export type ApiInput<Name extends ApiName> = z.input<ApiContract[Name]["input"]>;

/** The JSON that an endpoint answers. */
export type ApiAnswer<Name extends ApiName> = ApiContract[Name]["isList"] extends true
  ? { data: z.output<ApiContract[Name]["output"]>[]; next_cursor: string | null }
  : { data: z.output<ApiContract[Name]["output"]> };
