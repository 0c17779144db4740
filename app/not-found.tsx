import { CompassIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia } from "@/components/ui/empty";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="grid min-h-svh place-items-center">
      <Empty>
        <EmptyHeader>
          <EmptyMedia>
            <CompassIcon aria-hidden="true" />
          </EmptyMedia>
          <h1 className="text-base font-medium">There is nothing here</h1>
          <EmptyDescription>
            The page does not exist, or it belongs to a workspace that you are not a member of.
          </EmptyDescription>
        </EmptyHeader>
        <EmptyContent>
          <Button asChild>
            <Link href="/">Go to your workspace</Link>
          </Button>
        </EmptyContent>
      </Empty>
    </main>
  );
}
