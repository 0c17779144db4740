"use client";

import { RouteError, type RouteErrorProps } from "@/components/layout/route-error";

export default function KeyError(props: RouteErrorProps) {
  return <RouteError {...props} what="The key" />;
}
