import { POST } from "@/app/api/v1/management-keys/route";
import type { ControlPlane, Person } from "./control-plane";

/** Makes a management key as the member would, and answers its text. */
export async function makeManagementKey(
  plane: ControlPlane,
  person: Person,
  workspace: string,
  body: object = {},
): Promise<string> {
  const answer = await plane.call(person, "POST", POST, { workspace, body: { name: "a key", ...body } });
  if (answer.status !== 201) throw new Error(`The key was not made: ${answer.text}`);
  return String((answer.json["data"] as { key: string }).key);
}
