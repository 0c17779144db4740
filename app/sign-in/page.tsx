import type { Metadata } from "next";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { SignInCard } from "@/components/layout/sign-in-card";
import { SignInForm } from "@/components/layout/sign-in-form";
import { signInAction } from "@/lib/server/auth/actions";
import { ownPath } from "./own-path";

export const metadata: Metadata = { title: "Sign in" };

const loadSearch = createLoader({ next: parseAsString });

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { next } = await loadSearch(searchParams);
  return (
    <SignInCard title="Sign in to your workspace">
      <SignInForm action={signInAction} next={ownPath(next)} />
    </SignInCard>
  );
}
