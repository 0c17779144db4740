"use server";

import { redirect } from "next/navigation";
import { signOutAction } from "@/lib/server/auth/actions";

/** Ends the session and leads to the sign-in. */
export async function signOut(): Promise<void> {
  await signOutAction();
  redirect("/sign-in");
}
