import { redirect } from "next/navigation";
import { NoWorkspace } from "@/components/layout/no-workspace";
import { withAccount } from "@/lib/server/load";
import { signOut } from "./sign-out";

export default async function HomePage() {
  const { viewer } = await withAccount();
  const [first] = viewer.workspaces;
  if (first) redirect(`/${first.slug}`);
  return <NoWorkspace email={viewer.user.email} signOut={signOut} />;
}
