import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { RouteHandler } from "@/lib/server/define-route";
import { API_CONTRACT, type ApiName } from "@/lib/services/api-contract/schema";

const ROOT = "app/api/v1";
/** Serve the reference itself and what is not there. */
const NOT_ENDPOINTS = ["/openapi.json", "/[...rest]"];

export const apiNames = Object.keys(API_CONTRACT).filter((name): name is ApiName => Object.hasOwn(API_CONTRACT, name));

/** Method, path and route file of an endpoint. */
export function partsOf(name: ApiName) {
  const [method = "", path = ""] = name.split(" ");
  return { method, path, file: `${ROOT}${path.replaceAll("{", "[").replaceAll("}", "]")}/route.ts` };
}

/** The handler that Next finds for an endpoint. */
export async function handlerOf(name: ApiName): Promise<RouteHandler> {
  const { method, file } = partsOf(name);
  const route: Record<string, RouteHandler | undefined> = await import(pathToFileURL(resolve(file)).href);
  const handler = route[method];
  if (handler === undefined) throw new Error(`${file} exports no ${method}.`);
  return handler;
}

/** What each route file exports, as the endpoints that it says it serves. */
export function routeFiles() {
  return readdirSync(ROOT, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("route.ts"))
    .map((path) => ({ path: `/${path.slice(0, -"/route.ts".length)}`, text: readFileSync(`${ROOT}/${path}`, "utf8") }))
    .filter(({ path }) => !NOT_ENDPOINTS.includes(path))
    .map(({ path, text }) => ({
      path: path.replaceAll("[", "{").replaceAll("]", "}"),
      lines: text.trimEnd().split("\n").length,
      served: [...text.matchAll(/^export const ([A-Z]+) = defineRoute\("([^"]+)"\);$/gm)].map(
        ([, method = "", name = ""]) => ({ method, name }),
      ),
      exports: [...text.matchAll(/^export /gm)].length,
    }));
}
