"use client";

import { RouteError, type RouteErrorProps } from "@/components/layout/route-error";

export default function ProjectsError(props: RouteErrorProps) {
  return <RouteError {...props} what="The projects" />;
}
