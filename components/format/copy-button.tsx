"use client";

import { CheckIcon, CopyIcon } from "lucide-react";
import { type ComponentProps, useEffect, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";

const SHOWN_MS = 2_000;

type CopyButtonProps = Omit<ComponentProps<typeof Button>, "onClick" | "children"> & {
  text: string;
  /** What is copied, e.g. "key": read out and shown when `isLabelled`. */
  what: string;
  isLabelled?: boolean;
};

export function CopyButton({ text, what, isLabelled = false, ...props }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    const isDone = await writeClipboard(text);
    setCopied(isDone);
    if (!isDone) toast.error(`The browser did not allow copying. Select the ${what} and copy it by hand.`);
  }

  const label = isCopied ? "Copied" : `Copy ${what}`;
  return (
    <Button variant="outline" size={isLabelled ? "sm" : "icon-sm"} onClick={copy} {...props}>
      {isCopied ? <CheckIcon className="text-success" /> : <CopyIcon />}
      <span className={isLabelled ? undefined : "sr-only"} aria-live="polite">
        {label}
      </span>
    </Button>
  );
}

/** False where the page is not on https or localhost, or the viewer said no. */
async function writeClipboard(text: string): Promise<boolean> {
  if (!navigator.clipboard) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
