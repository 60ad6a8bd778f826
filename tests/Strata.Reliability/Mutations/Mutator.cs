using Strata.Runtime;

namespace Strata.Reliability.Mutations;

/// <summary>Makes a damaged file of a sound one.</summary>
/// <param name="sound">Left as it is.</param>
/// <param name="random">Decides where and how.</param>
internal delegate byte[] Mutator(byte[] sound, RandomSequence random);
