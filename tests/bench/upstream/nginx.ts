import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@/lib/server/embedded/free-port";
import { startProcess } from "@/lib/server/embedded/supervisor/start-process";
import { untilAnswers } from "@/tests/bench/contenders/until-answers";
import { CHAT_ANSWER } from "@/tests/bench/payload";

export type Nginx = { pid: number; origin: string; stop(): Promise<void> };

/** An upstream that answers every request with the same completion. */
export function startNginxUpstream(folder: string): Promise<Nginx> {
  return startNginx(
    folder,
    "upstream",
    "",
    `location / { default_type application/json; return 200 '${CHAT_ANSWER}'; }`,
  );
}

/** nginx in front of the upstreams, over connections that it keeps. */
export function startNginxProxy(folder: string, origins: { chat: string; stream: string }): Promise<Nginx> {
  const pool = (name: string, origin: string) => `upstream ${name} { server ${new URL(origin).host}; keepalive 256; }`;
  const pass = (name: string) =>
    `location /${name}/ { proxy_pass http://${name}/; proxy_http_version 1.1; proxy_set_header connection ""; proxy_buffering off; }`;
  return startNginx(
    folder,
    "proxy",
    `${pool("chat", origins.chat)} ${pool("stream", origins.stream)}`,
    `${pass("chat")} ${pass("stream")}`,
  );
}

async function startNginx(folder: string, name: string, outside: string, inside: string): Promise<Nginx> {
  const home = join(folder, `nginx-${name}`);
  mkdirSync(home);
  const port = await freePort();
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${home}/${kind};`,
  );
  writeFileSync(
    join(home, "nginx.conf"),
    `daemon off; worker_processes 1; pid ${home}/pid; error_log ${home}/error.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; client_body_buffer_size 64k; ${paths.join(" ")}
${outside}
server { listen 127.0.0.1:${port} backlog=1024; ${inside} } }
`,
  );
  const origin = `http://127.0.0.1:${port}`;
  const running = await startProcess({
    command: "nginx",
    arguments: ["-p", home, "-c", join(home, "nginx.conf"), "-e", join(home, "error.log")],
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin:/opt/homebrew/bin" },
    probe: (signal) => untilAnswers(origin, signal),
    readyTimeoutMs: 10_000,
    onLog: () => undefined,
  });
  return { pid: running.pid, origin, stop: () => running.stop(3_000) };
}
