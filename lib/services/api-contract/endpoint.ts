import type { z } from "zod";
import type { Scope } from "@/lib/services/rights";

export const HTTP_METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

/** `GET /keys/{id}`: method and path below `/api/v1`. Names in braces are fields of the input. */
export type EndpointName = `${HttpMethod} /${string}`;

/** One endpoint of the management API, as its callers see it. */
export type Endpoint = {
  /** For generated clients. */
  operationId: string;
  /** The heading under which the reference shows it. */
  group: string;
  summary: string;
  /** The right that it takes: of the member's role and of the management key. */
  scope: Scope;
  input: z.ZodObject;
  /** Of `data`, or with `isList` of each of its items. */
  output: z.ZodType;
  isList: boolean;
  /** Of a success. */
  status: 200 | 201;
  /** Belongs to no workspace: `x-sluice-workspace` is not read and `Idempotency-Key` is refused. */
  isAccount: boolean;
  /** A body for the reference; ids in it are placeholders. */
  example?: Readonly<Record<string, unknown>>;
};

type Given<Input, Output> = Pick<Endpoint, "operationId" | "summary" | "scope" | "example"> & {
  input: Input;
  output: Output;
};

/** Makers of the endpoints of one group. */
export function endpointsOf<const Group extends string>(group: Group) {
  const make =
    <const IsList extends boolean, const IsAccount extends boolean>(
      isList: IsList,
      isAccount: IsAccount,
      status: Endpoint["status"],
    ) =>
    <Input extends z.ZodObject, Output extends z.ZodType>(given: Given<Input, Output>) => ({
      ...given,
      group,
      isList,
      isAccount,
      status,
    });
  return {
    one: make(false, false, 200),
    list: make(true, false, 200),
    created: make(false, false, 201),
    accountList: make(true, true, 200),
    accountCreated: make(false, true, 201),
  };
}
