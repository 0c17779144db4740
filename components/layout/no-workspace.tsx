import { SignInCard } from "@/components/layout/sign-in-card";
import { Button } from "@/components/ui/button";

/** For a person who is signed in and belongs to no workspace. */
export function NoWorkspace({ email, signOut }: { email: string; signOut: () => Promise<void> }) {
  return (
    <SignInCard title="You are in no workspace yet">
      <p className="text-sm text-muted-foreground">
        You are signed in as {email}. Ask an owner or an admin of a workspace to add this address, or sign in with
        another.
      </p>
      <form action={signOut}>
        <Button type="submit" variant="outline" className="w-full">
          Sign out
        </Button>
      </form>
    </SignInCard>
  );
}
