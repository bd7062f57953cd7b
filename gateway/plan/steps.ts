import type { PlanNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { compileFetch, type Step } from './fetch.ts';
import { foundAt } from './places.ts';

/**
 * A query plan as one function: what follows on another waits for it, so that writes happen in the order of the operation;
 * what does not runs at once. Throws for what a plan of this hub cannot hold.
 */
export function compileSteps(node: PlanNode, schema: GraphQLSchema): Step {
  switch (node.kind) {
    case 'Fetch':
      return compileFetch(node, schema);
    case 'Sequence':
      return inOrder(node.nodes.map((child) => compileSteps(child, schema)));
    case 'Parallel':
      return atOnce(node.nodes.map((child) => compileSteps(child, schema)));
    case 'Flatten': {
      const inner = compileSteps(node.node, schema);
      return async (run, found) => {
        const below = foundAt(found, node.path);
        if (below.length > 0) await inner(run, below);
      };
    }
    case 'Condition':
      throw new TypeError('conditions are decided before an operation is planned');
    case 'Defer':
      throw new TypeError('the hub answers in one piece');
  }
}

function inOrder(steps: readonly Step[]): Step {
  return async (run, found) => {
    for (const step of steps) await step(run, found);
  };
}

function atOnce(steps: readonly Step[]): Step {
  return async (run, found) => {
    await Promise.all(steps.map((step) => step(run, found)));
  };
}
