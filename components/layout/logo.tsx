import type { ComponentProps } from "react";

/** A gate in a channel: two posts and the water that is let through between them. */
export function LogoMark(props: ComponentProps<"svg">) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" {...props}>
      <rect width="24" height="24" rx="6" className="fill-primary" />
      <path
        d="M7 5.5v13M17 5.5v13M7 8.5h10"
        className="stroke-primary-foreground"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path
        d="M7.5 15.5c1.1-1.2 2.2-1.2 3.2 0s2.1 1.2 3.1 0 2-1.2 2.9-.3"
        className="stroke-primary-foreground"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </svg>
  );
}
