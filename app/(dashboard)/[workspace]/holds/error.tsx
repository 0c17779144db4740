"use client";

import { RouteError, type RouteErrorProps } from "@/components/layout/route-error";

export default function HoldsError(props: RouteErrorProps) {
  return <RouteError {...props} what="The open holds" />;
}
