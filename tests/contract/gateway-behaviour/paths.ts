import { expect } from "vitest";
import { type Case, call, newMark } from "./world";

const attacks: readonly (readonly [what: string, path: string])[] = [
  ["a dot segment", "things/../../v1/keys"],
  ["an encoded dot segment", "things/%2e%2e/echo"],
  ["a half-encoded dot segment", "things/.%2E/echo"],
  ["a twice encoded dot segment", "things/%252e%252e/echo"],
  ["a dot segment behind an encoded slash", "things/x%2f..%2f..%2fecho"],
  ["a dot segment with a parameter", "things/..;/echo"],
  ["a double slash", "things//evil.example/echo"],
  ["a backslash", "things\\..\\echo"],
  ["an encoded backslash", "things/..%5cecho"],
  ["an encoded NUL", "things/echo%00"],
  ["a broken escape", "things/echo%zz"],
  ["an absolute address", "things/http://evil.example/echo"],
  ["an address in place of the provider", "http://evil.example/echo"],
  ["a user before an at sign as the provider", "@evil.example/echo"],
];

const kept: readonly (readonly [what: string, path: string])[] = [
  ["encoded slashes and spaces", "echo/a%2Fb%20c"],
  ["letters that need no encoding but have it", "echo/%41%7e"],
  ["characters of the path's own grammar", "echo/a:b@c;d=1,2+3!$&'()*"],
  ["a slash at the end", "echo/"],
  ["a query as it is", "echo?a=1&a=2&b=%2F%20+&c[]=x&d=(y)"],
];

export const paths: readonly Case[] = [
  {
    title: "keeps a query's apostrophes, which a URL would encode",
    hostsOnly: "wire",
    async run(place) {
      const mark = newMark();
      await call(place, `things/echo?q='y'&${mark}`);
      expect(place.world.upstream.hits(mark).map((hit) => hit.target)).toEqual([`/base/echo?q='y'&${mark}`]);
    },
  },
  ...attacks.map(
    ([what, path]): Case => ({
      title: `lets no path with ${what} reach an upstream`,
      async run(place) {
        const mark = newMark();
        const answer = await call(place, `${path}?${mark}`);
        // Refused by the gateway, or before it by the server that it stands in.
        expect(answer.status).toBeGreaterThanOrEqual(300);
        expect(place.world.upstream.hits(mark)).toEqual([]);
      },
    }),
  ),
  ...kept.map(
    ([what, path]): Case => ({
      title: `keeps ${what}`,
      async run(place) {
        const mark = newMark();
        const sent = `${path}${path.includes("?") ? "&" : "?"}${mark}`;
        const answer = await call(place, `things/${sent}`);
        expect(answer.status).toBe(200);
        expect(place.world.upstream.hits(mark).map((hit) => hit.target)).toEqual([`/base/${sent}`]);
      },
    }),
  ),
];
