namespace Strata.Cli;

/// <summary>What who types the program's name alone is told: three ways on.</summary>
internal static class Welcome
{
    public const string Text = """
        Strata shows what families of neural networks learn as they grow wider or deeper.

          strata run quickstart   trains small networks on images that come with the program, in minutes, and ends in a page
          strata new              makes a study of your own question, your images or your models
          strata --help           lists all commands
        """;
}
