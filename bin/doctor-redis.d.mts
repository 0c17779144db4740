export type Finding = { level: "ok" | "note" | "bad"; text: string };
export function decode(text: string): { value: unknown; rest: string } | undefined;
export function judgeRedis(info: string, policy: string | undefined): Finding;
export function checkRedis(url: string): Promise<Finding>;
