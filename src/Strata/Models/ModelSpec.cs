using Strata.Models.Graph;

namespace Strata.Models;

/// <summary>Everything that decides a network's shape: what its weights file carries as metadata and what a study asks for.</summary>
public abstract record ModelSpec
{
    /// <summary>Such as <c>resnet-cifar</c>.</summary>
    public abstract string Family { get; }

    /// <summary>A readable name such as <c>resnet38-1x</c>.</summary>
    public abstract string Name { get; }

    public abstract int Classes { get; }

    /// <summary>Input channels.</summary>
    public abstract int Channels { get; }

    /// <summary>Height and width of the input in pixels.</summary>
    public abstract int Size { get; }

    /// <summary>The network itself; everything below follows from it.</summary>
    public abstract NetworkGraph Graph { get; }

    /// <summary>Every observed output in order of execution.</summary>
    public IReadOnlyList<LayerInfo> Layers => Graph.Layers;

    /// <summary>Every tensor of the weights file: trainable parameters and running statistics, in PyTorch's order.</summary>
    public IReadOnlyList<ParameterInfo> Parameters => Graph.Parameters;

    /// <summary>Multiply-adds of the convolutions and the dense layer for one image.</summary>
    public long MultiplyAdds => Graph.MultiplyAdds;

    /// <summary>
    /// A network of few layers with the operations of this one, whose speed tells that of this one; itself where there is none.
    /// </summary>
    public virtual ModelSpec Shallow => this;

    /// <summary>The number of trainable parameters.</summary>
    public long ParameterCount => Parameters.Where(p => p.Trainable).Sum(p => p.Count);

    /// <summary>The architecture as it stands in the <c>__metadata__</c> of a weights file.</summary>
    public abstract IReadOnlyDictionary<string, string> Metadata { get; }
}
