import type { ReactNode } from "react";
import { LogoMark } from "@/components/layout/logo";
import { ThemeToggle } from "@/components/layout/theme-toggle";
import { Card } from "@/components/ui/card";

/** The frame of the pages before a session: the product's name and one card. */
export function SignInCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="relative grid min-h-svh place-items-center bg-sidebar p-4">
      <div className="absolute top-3 right-3">
        <ThemeToggle />
      </div>
      <div className="grid w-full max-w-sm gap-6">
        <p className="flex items-center justify-center gap-2.5 text-lg font-semibold tracking-tight">
          <LogoMark className="size-7" /> Sluice
        </p>
        <Card className="gap-5 p-6">
          <h1 className="text-base font-semibold">{title}</h1>
          {children}
        </Card>
      </div>
    </main>
  );
}
