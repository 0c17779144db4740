import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Next writes its hydration data and the theme's first paint as inline scripts; the development server also evaluates. */
function contentSecurityPolicy(isDevelopment: boolean): string {
  const directives = {
    "default-src": "'self'",
    "script-src": `'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": `'self'${isDevelopment ? " ws:" : ""}`,
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

const securityHeaders = (isDevelopment: boolean) => [
  { key: "Content-Security-Policy", value: contentSecurityPolicy(isDevelopment) },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

export default function configure(phase: string): NextConfig {
  const isDevelopment = phase === PHASE_DEVELOPMENT_SERVER;
  return {
    reactStrictMode: true,
    // The whole tree, tests included, is checked by `npm run typecheck`; a start need not wait for it again.
    typescript: { tsconfigPath: "tsconfig.next.json", ignoreBuildErrors: true },
    poweredByHeader: false,
    // An upstream's path may end with a slash that matters; pages answer with and without it.
    skipTrailingSlashRedirect: true,
    devIndicators: false,
    allowedDevOrigins: ["127.0.0.1", "localhost"],
    serverExternalPackages: ["@node-rs/argon2", "ioredis", "undici"],
    outputFileTracingRoot: root,
    // The gateway reads the data of countries and the tokenizer by their paths, which nothing can trace.
    outputFileTracingIncludes: {
      "/api/proxy/[...path]": [
        "./node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb",
        "./node_modules/gpt-tokenizer/cjs/**/*.js",
      ],
    },
    turbopack: { root },
    // Browsers ask for it by themselves, at times before the page has named its icon.
    rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
    // What an upstream answers through the gateway keeps the upstream's own headers.
    headers: async () => [{ source: "/((?!api/proxy).*)", headers: securityHeaders(isDevelopment) }],
  };
}
