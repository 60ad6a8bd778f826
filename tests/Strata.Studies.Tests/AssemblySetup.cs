using Xunit.Sdk;
using Xunit.v3;

// libtorch's random state and thread count belong to the process, and leak checks count its live tensors.
[assembly: Parallelization(Mode = ParallelMode.None)]
